/** The review's queue over proven requests, and what moves in it as it happens. In memory only, as all that the office reads. */
import type { SessionKeeper } from '../sync/session';
import { any, count, dict, flag, having, list, NotDoorstep, oneOf, orNull, text } from '../sync/shape';
import { readDocument } from '../sync/wire';
import { Refused, Unreachable } from './ceremonies/session-api';
import type { PatientId, RecordId } from './contract';
import type { ManyLooked, Moved, QueueChoices, QueueFilters, QueuePage, QueueReads, QueueRow, QueueView } from './office';
import type { OpenSession } from './open-session';

const PAGE = 50;
/** The server says that it is still here every 15 s. */
const SILENCE_MS = 40_000;

const named = having({ id: text, name: text });
const row = having({
  visit: readDocument,
  patient: having({ id: text, name: text, birthDate: text, mrn: text }),
  assessments: list(having({ id: text, title: text, scores: dict(any) })),
  coordinator: orNull(named),
  state: text,
  urgent: orNull(text),
  arrivedAt: orNull(text),
  dueAt: orNull(text),
  blocks: count,
  checks: count,
  alerts: count,
  different: count,
  held: count,
  rounds: count,
  arriving: orNull(having({ here: count, of: count })),
  first: flag,
  clean: flag,
  cosign: orNull(text),
  claim: orNull(having({ by: named, since: text, until: text, mine: flag })),
  lookedAt: count,
});
const page = having({ visits: list(row), next: orNull(text), live: count, lastApprovedAt: orNull(text) });
const choice = list(having({ key: text, words: text }));
const choices = having({ coordinators: choice, payers: choice, forms: choice });
const views = having({ views: list(having({ id: text, name: text, filters: dict(any), count, capped: flag })) });
const looked = having({
  clean: list(having({ id: text, version: count, round: count, as: oneOf('reviewer', 'cosigner'), summary: text })),
  refused: list(having({ id: text, because: list(having({ words: text })) })),
});
const whose = having({ row: orNull(having({ patient: having({ id: text }) })) });
const moved = having({ live: count, visits: list(text), more: flag });

type Asking = Parameters<SessionKeeper['ask']>[0];

export class HttpQueue implements QueueReads {
  constructor(
    private readonly keeper: Pick<SessionKeeper, 'ask'>,
    private readonly records: Pick<OpenSession['records'], 'put' | 'peek'>,
  ) {}

  async page(filters: QueueFilters, after?: string): Promise<QueuePage> {
    const { visits, ...rest } = await this.#list(filters, { limit: `${PAGE}`, ...(after === undefined ? {} : { after }) });
    return { rows: this.#rows(visits), ...rest };
  }

  async among(filters: QueueFilters, visits: readonly RecordId[]): Promise<QueueRow[]> {
    if (visits.length === 0) return [];
    return this.#rows((await this.#list(filters, { among: visits.join(',') })).visits);
  }

  async choices(): Promise<QueueChoices> {
    return choices(await this.#get('/api/office/queue/filters'), 'filters');
  }

  async views(): Promise<QueueView[]> {
    return this.#views(await this.#get('/api/office/queue/views'));
  }

  async keepView(name: string, filters: QueueFilters): Promise<QueueView[]> {
    return this.#views(await this.#post('/api/office/queue/views', { name, filters }));
  }

  async dropView(id: string): Promise<QueueView[]> {
    return this.#views(await this.#post(`/api/office/queue/views/${id}/drop`, {}));
  }

  async clean(visits: readonly { id: RecordId; version: number }[]): Promise<ManyLooked> {
    return looked(await this.#post('/api/office/approvals', { visits }), 'approvals') as unknown as ManyLooked;
  }

  async patientOf(visit: RecordId): Promise<PatientId | null> {
    try {
      const found = whose(await this.#get(`/api/office/visits/${visit}/review`), 'review');
      return (found.row?.patient.id ?? null) as PatientId | null;
    } catch (problem) {
      if (problem instanceof Refused && problem.status === 404) return null;
      throw problem;
    }
  }

  async since(live: number): Promise<Moved> {
    return movedOf(await this.#get(`/api/office/live/since?live=${live}`));
  }

  async listen(after: number | null, told: (moved: Moved) => void, signal: AbortSignal): Promise<void> {
    const silence = new AbortController();
    let timer = setTimeout(() => { silence.abort(); }, SILENCE_MS);
    const asked: Asking = {
      method: 'GET',
      path: '/api/office/live',
      answer: 'stream',
      signal: AbortSignal.any([signal, silence.signal]),
      ...(after === null ? {} : { headers: { 'Last-Event-ID': `${after}` } }),
    };
    try {
      const stream = await this.keeper.ask(asked);
      if (!(stream instanceof ReadableStream)) throw new NotDoorstep('live');
      await eachEvent(stream as ReadableStream<Uint8Array>, (event) => {
        clearTimeout(timer);
        timer = setTimeout(() => { silence.abort(); }, SILENCE_MS);
        if (event.name === 'open') told({ live: Number(event.id), visits: [], more: false });
        else if (event.name === 'moved') told(movedOf(JSON.parse(event.data)));
      });
    } catch (problem) {
      throw signal.aborted || silence.signal.aborted ? new Unreachable(problem) : problem;
    } finally {
      clearTimeout(timer);
    }
  }

  async #list(filters: QueueFilters, more: Record<string, string>): Promise<ReturnType<typeof page>> {
    return page(await this.#get(`/api/office/queue?${new URLSearchParams({ ...filters, ...more }).toString()}`), 'queue');
  }

  #rows(visits: ReturnType<typeof row>[]): QueueRow[] {
    this.records.put(visits.map(({ visit }) => visit));
    return visits.flatMap((one): QueueRow[] => {
      const visit = this.records.peek(one.visit.id);
      return visit ? [{ ...one, visit } as QueueRow] : [];
    });
  }

  #views(answer: unknown): QueueView[] {
    return views(answer, 'views').views;
  }

  #get(path: string): Promise<unknown> {
    return this.keeper.ask({ method: 'GET', path });
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.keeper.ask({ method: 'POST', path, body });
  }
}

const movedOf = (value: unknown): Moved => {
  const { live, visits, more } = moved(value, 'moved');
  return { live, visits: visits as RecordId[], more };
};

interface Told {
  id: string;
  name: string;
  data: string;
}

/** Events of a stream as they come; a comment, which only says that the server is still here, has no name. */
async function eachEvent(stream: ReadableStream<Uint8Array>, told: (event: Told) => void): Promise<void> {
  const decoder = new TextDecoder();
  let open = '';
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (open + decoder.decode(value, { stream: true })).split('\n\n');
    open = parts.pop() ?? '';
    for (const part of parts) told(eventOf(part));
  }
}

function eventOf(part: string): Told {
  const lines = new Map(part.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  return { id: lines.get('id') ?? '', name: lines.get('event') ?? '', data: lines.get('data') ?? '' };
}
