/**
 * Approving a visit: a fresh proof of presence over a statement that names the contents by their hash, so
 * that an approval stands for that version and no other. Entry and event are one change.
 */
import { canonical } from '../sync/canonical';
import type { Part } from '../sync/compose';
import { Seen } from '../sync/seen';
import type { ApprovalAsked, Json, RecordId, SignResult } from './contract';
import type { SigningPorts } from './signing';

/** The visit carries no manifest, or two different ones: there is nothing that an approval could name. */
export class NothingToApprove extends Error {
  constructor() {
    super('the visit has no one version to approve');
    this.name = 'NothingToApprove';
  }
}

export async function approveVisit(
  { session, vault, prove }: SigningPorts,
  visit: RecordId,
  { round, role, version, last }: ApprovalAsked,
  passphrase?: string,
): Promise<SignResult> {
  await session.writing.settled();
  const view = session.records.peek(visit);
  const manifests = view?.fields.manifest?.heads ?? [];
  const [manifest] = manifests;
  if (view?.kind !== 'visit' || manifests.length !== 1 || typeof manifest?.value !== 'string') throw new NothingToApprove();
  const [contentSha256 = ''] = await vault.sha256([manifest.value]);
  const approval: Record<string, Json> = { round, role, contentSha256, version };
  const seen = new Seen((record) => session.records.peek(record));
  session.writing.opened(seen);
  try {
    const signature = await prove(canonical({ v: 1, approves: visit, patient: view.patient, ...approval }), passphrase);
    const saw = (field: string): ReturnType<Seen['saw']> => seen.saw(visit, 'visit', field);
    const parts: Part[] = [
      { do: 'append', record: visit, field: 'approvals', value: { ...approval, signature: { ...signature }, at: signature.at }, saw },
      ...(last ? [{ do: 'event', record: visit, field: 'state', event: 'approve', saw } as const] : []),
    ];
    await session.writing.write(() => parts, { visit: null, form: seen });
    return { signedAt: signature.at, method: signature.method };
  } finally {
    session.writing.closed(seen);
  }
}
