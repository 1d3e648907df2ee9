/** The office's board of referrals over proven requests; the twin of `server/referrals/schemas.py`. In memory only. */
import type { SessionKeeper } from '../sync/session';
import { count, dict, flag, having, list, orNull, text } from '../sync/shape';
import { readDocument } from '../sync/wire';
import type { RecordView } from './contract';
import type { OpenSession } from './open-session';

export const REFERRAL_LANES = ['unagreed', 'no-answer', 'different', 'draft', 'requested', 'accepted', 'in-progress', 'on-hold', 'closed'] as const;
export type ReferralLane = (typeof REFERRAL_LANES)[number];

export interface ReferralLine {
  referral: RecordView;
  patient: { id: string; name: string; birthDate: string; mrn: string };
  since: string;
  silent: boolean;
  /** Something left without the patient's agreement, and nobody answered for it yet. */
  unagreed: boolean;
  askedBy: string;
  /** Who may see this patient: who can have it. */
  mayOwn: { id: string; name: string }[];
  /** What it is for; empty where nobody said, or where that is private. */
  need: string;
  /** What came of the need: a code, `not settled`, or null while it is open. */
  outcome: string | null;
}

export interface ReferralPage {
  rows: ReferralLine[];
  next: string | null;
  counts: Readonly<Record<string, number>>;
  askers: { id: string; name: string }[];
}

export interface ReferralsAsked {
  lane: ReferralLane;
  /** Only what this person asked for. */
  by: string;
  urgent: boolean;
}

const PAGE = 50;
const page = having({
  referrals: list(
    having({
      referral: readDocument,
      patient: having({ id: text, name: text, birthDate: text, mrn: text }),
      since: text,
      silent: flag,
      unagreed: flag,
      askedBy: text,
      mayOwn: list(having({ id: text, name: text })),
      need: text,
      outcome: orNull(text),
    }),
  ),
  counts: dict(count),
  askers: list(having({ id: text, name: text })),
  next: orNull(text),
});

export class HttpReferrals {
  constructor(
    private readonly keeper: Pick<SessionKeeper, 'ask'>,
    private readonly records: Pick<OpenSession['records'], 'put' | 'peek'>,
  ) {}

  async page({ lane, by, urgent }: ReferralsAsked, before?: string): Promise<ReferralPage> {
    const more = `${by === '' ? '' : `&by=${by}`}${urgent ? '&urgent=true' : ''}${before === undefined ? '' : `&before=${before}`}`;
    const found = page(await this.keeper.ask({ method: 'GET', path: `/api/office/referrals?lane=${lane}&limit=${PAGE}${more}` }), 'referrals');
    this.records.put(found.referrals.map(({ referral }) => referral));
    const rows = found.referrals.flatMap((row): ReferralLine[] => {
      const referral = this.records.peek(row.referral.id);
      return referral ? [{ ...row, referral }] : [];
    });
    return { rows, next: found.next, counts: found.counts, askers: found.askers };
  }
}
