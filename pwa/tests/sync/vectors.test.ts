/** The vectors that server and tablet share (tests/vectors/README.md). A file nobody knows fails here. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json, PatientId, PersonId, RecordId, RecordView, Stamp } from '../../src/app/contract';
import { canonical, NotCanonical } from '../../src/sync/canonical';
import { formatHlc, parseHlc, receive, tick } from '../../src/sync/clock';
import { compose } from '../../src/sync/compose';
import { Digests } from '../../src/sync/digests';
import type { Change, ConflictDocument, RecordDocument } from '../../src/sync/document';
import { fieldTable } from '../../src/sync/kinds';
import { layOver, unsettledIn, type Author } from '../../src/sync/overlay';
import { Seen } from '../../src/sync/seen';

interface Vector {
  description: string;
  input: unknown;
  expected: unknown;
}

const FOLDER = fileURLToPath(new URL('../../../tests/vectors/', import.meta.url));
/** Known and not run here: the server's alone, the forms engine's, the vault's and its rescue file's, the deadlines', what is known of insurances, the review's checks, what a version of a plan signs, what was taken back, the sense of dates. */
const ELSEWHERE = ['effective', 'reconcile', 'strict', 'scores', 'vault', 'rescue', 'upcast', 'words', 'deadlines', 'coverage', 'checks', 'concurrency', 'settings', 'places', 'agreements', 'taken', 'dates'];

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function runCanonical(input: { text: string }): unknown {
  try {
    const text = canonical(JSON.parse(input.text) as Json);
    return { canonical: text, sha256: hash(text) };
  } catch (error) {
    if (error instanceof NotCanonical || error instanceof SyntaxError) return { refused: true };
    throw error;
  }
}

function runHlc({ last, wall, remote }: { last: string; wall: number; remote?: string }): unknown {
  const own = parseHlc(last);
  const read = remote === undefined ? null : parseHlc(remote);
  if (!own || (remote !== undefined && !read)) return { refused: true };
  return { next: formatHlc(read ? receive(own, read, wall) : tick(own, wall)) };
}

interface Rebase {
  base: RecordDocument | null;
  pending: { change: Change; by: PersonId; device: string }[];
  visitStates: Record<string, Json[]>;
}

function runRebase({ base, pending, visitStates }: Rebase): unknown {
  const author = (by: PersonId, device: string): Author => ({
    person: by,
    device,
    skewMs: 0,
    visitStates: (visit) => visitStates[visit] ?? [],
  });
  const [first] = pending;
  const own = pending.map(({ change }) => ({ change, pending: true }));
  const view = layOver(base ?? undefined, own, author(first?.by ?? ('' as PersonId), first?.device ?? ''));
  return view ? shown(view, new Set(pending.map(({ change }) => change.id))) : null;
}

function shown(view: RecordView, open: Set<string>): unknown {
  const fields = Object.entries(view.fields).map(([field, { heads }]) => [
    field,
    heads.map(({ stamps, value }) => ({ stamps, value, pending: stamps.some((stamp) => open.has(stamp)) })),
  ]);
  const entries = Object.entries(view.entries).map(([field, list]) => [field, list.map(({ id, value }) => ({ id, value }))]);
  return { fields: Object.fromEntries(fields) as Json, entries: Object.fromEntries(entries) as Json, unsettled: unsettledIn(view) };
}

interface Shifting {
  document: RecordDocument;
  change: Change;
  context: { by: PersonId; device: string; visitStates: Record<string, Json[]> };
}

/**
 * What this tablet shows before the server says a word of it: the same values stand in the conflict record
 * that comes later, and once it is decided the same one value. Where the server weaves there is no record.
 */
function runConflict({ document, change, context }: Shifting, told: ConflictDocument[]): unknown {
  const { by: person, device, visitStates } = context;
  const author = { person, device, skewMs: 0, visitStates: (visit: string) => visitStates[visit] ?? [] };
  const view = layOver(document, [{ change, pending: true }], author);
  return told.map((conflict) => {
    const { field } = conflict.of;
    const heads = Object.entries(view?.fields ?? {})
      .filter(([name]) => name === field || fieldTable(document.kind, name)?.group === field)
      .flatMap(([name, there]) => there.heads.map(({ stamps, value }) => ({ field: name, stamps, value })));
    const last = conflict.episodes.at(-1);
    const seen = conflict.open
      ? { ...last, heads: heads.map((head, place) => ({ ...last?.heads[place], ...head })) }
      : { ...last, decision: { ...last?.decision, stamp: heads[0]?.stamps[0], value: heads[0]?.value } };
    return { ...conflict, open: heads.length > 1, episodes: [...conflict.episodes.slice(0, -1), seen] };
  });
}

interface Saw {
  kind: string;
  shown: RecordDocument | null;
  unreceipted: string[];
  createdBy: string | null;
  edits: { field: string; change: string }[];
}

const NOBODY: Author = { person: '' as PersonId, device: '', skewMs: 0, visitStates: () => [] };

function runSaw({ kind, shown: document, unreceipted, createdBy, edits }: Saw): unknown {
  const record = (document?.id ?? '00000000-0000-7000-8000-000000000001') as RecordId;
  const view = layOver(document ?? undefined, [], NOBODY);
  const seen = new Seen(() => view);
  const open = new Set(unreceipted);
  return edits.map(({ field, change }) => {
    const { changes } = compose(
      [{ do: 'set', record, field, value: change, saw: (name) => seen.saw(record, kind, name) }],
      { visit: null, alsoNeeds: [] },
      {
        newId: () => change,
        reading: () => ({ wall: '', hlc: '' }),
        origin: () => ({ kind, patient: record as PatientId }),
        maker: () => (createdBy !== null && open.has(createdBy) ? createdBy : null),
        open: (id) => open.has(id),
      },
    );
    const [made] = changes;
    const [op] = made?.ops ?? [];
    const saw = op && 'saw' in op && Array.isArray(op.saw) ? op.saw : [];
    seen.wrote(record, field, change as Stamp, saw);
    open.add(change);
    return { change, saw, needs: made?.needs };
  });
}

const runDigest = async ({ records }: { records: { id: string; version: number }[] }): Promise<unknown> => {
  const digests = new Digests((texts) => Promise.resolve(texts.map(hash)));
  return { digest: await digests.of(records) };
};

const RUNNERS: Record<string, (input: never, expected: never) => unknown> = {
  canonical: runCanonical,
  conflict: runConflict,
  digest: runDigest,
  hlc: runHlc,
  rebase: runRebase,
  saw: runSaw,
};

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

it('knows every vector file, so that none is forgotten on one side', () => {
  const known = [...Object.keys(RUNNERS), ...ELSEWHERE];
  expect(files.filter((name) => !known.includes(name.replace(/[-.].*$/, '')))).toEqual([]);
  for (const own of Object.keys(RUNNERS)) expect(files).toContain(`${own}.json`);
});

for (const name of files) {
  const run = RUNNERS[name.replace(/[-.].*$/, '')];
  if (!run) continue;
  const { name: title, tests } = JSON.parse(readFileSync(FOLDER + name, 'utf8')) as { name: string; tests: Vector[] };
  describe(title, () => {
    it.each(tests)('$description', async ({ input, expected }) => {
      expect(await run(input as never, expected as never)).toEqual(expected);
    });
  });
}
