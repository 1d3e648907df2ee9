/**
 * Approving a visit: a fresh proof of presence over a statement that names the contents by their hash, so
 * that an approval stands for that version and no other. Entry and event are one change. One proof may stand
 * for many visits: then it is over the hashes of all their statements, and each visit's entry carries those.
 */
import { canonical } from '../sync/canonical';
import type { Part } from '../sync/compose';
import { Seen } from '../sync/seen';
import type { VisitSignature } from './ceremonies/sign-visit';
import type { ApprovalAsked, Json, RecordId, SignResult } from './contract';
import type { SigningPorts } from './signing';

/** The visit carries no manifest, or two different ones: there is nothing that an approval could name. */
export class NothingToApprove extends Error {
  constructor() {
    super('the visit has no one version to approve');
    this.name = 'NothingToApprove';
  }
}

/** One visit that is to be approved, its statement written down, and the heads that were seen with it. */
interface Stated {
  visit: RecordId;
  approval: Record<string, Json>;
  last: boolean;
  statement: string;
  seen: Seen;
}

export async function approveVisit(ports: SigningPorts, visit: RecordId, asked: ApprovalAsked, passphrase?: string): Promise<SignResult> {
  await ports.session.writing.settled();
  const one = await stated(ports, visit, asked);
  try {
    const signature = await ports.prove(one.statement, passphrase);
    await keep(ports, one, {}, signature);
    return { signedAt: signature.at, method: signature.method };
  } finally {
    ports.session.writing.closed(one.seen);
  }
}

/** `kept` is told after each visit how many are: what was kept before a failure stays approved. */
export async function approveVisits(
  ports: SigningPorts,
  visits: readonly { visit: RecordId; asked: ApprovalAsked }[],
  kept: (count: number) => void,
  passphrase?: string,
): Promise<SignResult> {
  await ports.session.writing.settled();
  const all: Stated[] = [];
  try {
    for (const { visit, asked } of visits) all.push(await stated(ports, visit, asked));
    const among = await ports.vault.sha256(all.map(({ statement }) => statement));
    const signature = await ports.prove(canonical({ v: 2, approves: among }), passphrase);
    for (const [at, one] of all.entries()) {
      await keep(ports, one, { among }, signature);
      kept(at + 1);
    }
    return { signedAt: signature.at, method: signature.method };
  } finally {
    for (const { seen } of all) ports.session.writing.closed(seen);
  }
}

async function stated({ session, vault }: SigningPorts, visit: RecordId, { round, role, version, last }: ApprovalAsked): Promise<Stated> {
  const view = session.records.peek(visit);
  const manifests = view?.fields.manifest?.heads ?? [];
  const [manifest] = manifests;
  if (view?.kind !== 'visit' || manifests.length !== 1 || typeof manifest?.value !== 'string') throw new NothingToApprove();
  const seen = new Seen((record) => session.records.peek(record));
  session.writing.opened(seen);
  const [contentSha256 = ''] = await vault.sha256([manifest.value]);
  const approval: Record<string, Json> = { round, role, contentSha256, version };
  return { visit, approval, last, statement: canonical({ v: 1, approves: visit, patient: view.patient, ...approval }), seen };
}

async function keep({ session }: SigningPorts, one: Stated, together: { among?: string[] }, signature: VisitSignature): Promise<void> {
  const { visit, approval, last, seen } = one;
  const saw = (field: string): ReturnType<Seen['saw']> => seen.saw(visit, 'visit', field);
  const parts: Part[] = [
    { do: 'append', record: visit, field: 'approvals', value: { ...approval, ...together, signature: { ...signature }, at: signature.at }, saw },
    ...(last ? [{ do: 'event', record: visit, field: 'state', event: 'approve', saw } as const] : []),
  ];
  await session.writing.write(() => parts, { visit: null, form: seen });
}
