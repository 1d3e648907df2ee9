/** The office's reads over proven, paged GETs. What they bring is in memory only and gone with the lock. */
import type { ServerDocument } from '../sync/document';
import type { SessionKeeper } from '../sync/session';
import { any, count, flag, having, list, NotDoorstep, oneOf, orNull, text, type Read } from '../sync/shape';
import { readDocument } from '../sync/wire';
import { Refused } from './ceremonies/session-api';
import { PhotoAbsent, type HistoryEntry, type Json, type PatientId, type RecordId, type RecordView } from './contract';
import type { BoardTablet, Claim, DeadlineLine, DifferentRow, FoundPage, FoundRow, HeldBatch, HeldDecision, HeldState, Lane, LaneCounts, MessageRow, Office, OfficeCounts, QueueReads, Reached, SilentTablet, Standing, TransitionLane, TransitionLine } from './office';
import type { OpenSession } from './open-session';
import type { HttpBoards } from './boards';
import type { HttpCareSettings } from './care-settings';
import type { HttpImports } from './imports';
import type { HttpPeople } from './people';
import type { HttpEmergency } from './emergency';
import type { HttpPrinting } from './printing';
import type { TellingHere } from './telling-here';
import type { HttpReferrals } from './referral-reads';

const PAGE = 50;
const CHART_PAGE = 200;

const next = orNull(text);
const patientPage = having({ patients: list(readDocument), next });
const range = list(count);
const foundPage = having({
  found: list(
    having({
      record: text,
      kind: text,
      title: text,
      patient: having({ id: text, name: text, birthDate: text, mrn: text }),
      visit: orNull(text),
      at: text,
      matches: list(having({ label: text, text, marks: list(range), before: flag, after: flag })),
    }),
  ),
  next,
  complete: flag,
});
const chartPage = having({ records: list(readDocument), next });
const history = having({
  history: list(
    having({ change: text, field: text, op: text, value: any, by: text, at: text, wall: text, outcome: text, why: orNull(having({ code: text, text })) }),
  ),
});
const standing = having({
  row: having({ cosign: orNull(text) }),
  approval: having({ may: flag, because: list(having({ code: text, words: text })), version: count, as: text }),
  author: having({ id: text, name: text, gone: orNull(oneOf('left', 'tablet-removed')), since: orNull(text), reassignTo: list(having({ id: text, name: text })) }),
});
const claimed = having({ holder: having({ id: text, name: text }), since: text, mine: flag });
const counts = having({ queue: count, different: count, held: count, deadlines: count, messages: count });
const whose = having({ id: text, name: text, birthDate: text, mrn: text });
const messageLine = having({ id: text, patient: whose, by: text, at: text, words: text, urgent: flag, unseen: flag, seen: list(having({ by: text, at: text })) });
const messagePage = having({
  messages: list(messageLine),
  urgent: list(messageLine),
  next,
});
const differentPage = having({
  different: list(
    having({
      id: text,
      patient: having({ id: text, name: text, birthDate: text, mrn: text }),
      kind: text,
      field: text,
      clinical: flag,
      since: text,
      values: list(having({ field: text, value: any, private: flag, by: text, at: text })),
      mayDecide: flag,
    }),
  ),
  next,
});
const decision = having({ by: text, at: text, why: text });
const heldPage = having({
  held: list(
    having({
      batch: text,
      state: text,
      byName: text,
      deviceName: text,
      at: text,
      written: orNull(text),
      patients: list(text),
      decided: orNull(decision),
      mayDecide: flag,
      changes: list(having({ id: text, kind: text, plain: text })),
    }),
  ),
  next,
});
const lanePage = having({
  deadlines: list(
    having({
      deadline: readDocument,
      patient: having({ id: text, name: text, birthDate: text, mrn: text }),
      title: text,
      source: text,
      basis: text,
      counted: text,
      countedFrom: text,
      countedBy: text,
      due: text,
      owner: orNull(text),
      ownerName: text,
      step: orNull(text),
      snooze: orNull(having({ until: text, reason: text })),
      mayOwn: list(having({ id: text, name: text })),
    }),
  ),
  counts: having({ late: count, today: count, twoDays: count, later: count }),
  next,
});
const transitionPage = having({
  transitions: list(
    having({
      transition: readDocument,
      patient: having({ id: text, name: text, birthDate: text, mrn: text }),
      late: list(having({ rule: text, short: text, anchor: text, due: text })),
      ownerNames: list(text),
      ownersLeft: list(text),
      mayOwn: list(having({ id: text, name: text })),
    }),
  ),
  counts: having({ late: count, asks: count, open: count, over: count }),
  next,
});
const board = having({
  tablets: list(
    having({
      id: text,
      name: text,
      person: having({ id: text, name: text }),
      added: text,
      lastContact: orNull(text),
      unsent: orNull(count),
      revoked: orNull(text),
      handedOver: count,
      held: count,
      waiting: count,
      waitingSince: orNull(text),
      twoPasts: orNull(text),
      silent: orNull(having({ due: text, step: orNull(text), snooze: orNull(having({ until: text, reason: text })) })),
    }),
  ),
});
const silences = having({
  tablets: list(
    having({
      tablet: having({ id: text, name: text }),
      person: having({ id: text, name: text }),
      unsent: count,
      since: text,
      title: text,
      source: text,
      due: text,
      step: orNull(text),
      snooze: orNull(having({ until: text, reason: text, byName: text })),
    }),
  ),
});
const ended = having({ revoked: text });
const decided = having({ state: text, decided: orNull(decision), changes: list(having({ reason: orNull(having({ text })) })), dependents: list(text) });

export class OfficeReads implements Office {
  /** Charts that are open for reading; read again when an own write to them arrived. */
  readonly #open = new Set<PatientId>();

  constructor(
    private readonly keeper: SessionKeeper,
    private readonly session: OpenSession,
    private readonly hash: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
  ) {}

  async queue(): Promise<QueueReads> {
    const { HttpQueue } = await import('./queue-reads');
    return new HttpQueue(this.keeper, this.session.records);
  }

  async printing(): Promise<HttpPrinting> {
    const { HttpPrinting: Reads } = await import('./printing');
    return new Reads(this.keeper);
  }

  async boards(): Promise<HttpBoards> {
    const { HttpBoards: Reads } = await import('./boards');
    return new Reads(this.keeper);
  }

  async referrals(): Promise<HttpReferrals> {
    const { HttpReferrals: Reads } = await import('./referral-reads');
    return new Reads(this.keeper, this.session.records);
  }

  async people(): Promise<HttpPeople> {
    const { HttpPeople: Reads } = await import('./people');
    return new Reads(this.keeper);
  }

  async careSettings(): Promise<HttpCareSettings> {
    const { HttpCareSettings: Reads } = await import('./care-settings');
    return new Reads(this.keeper);
  }

  async imports(): Promise<HttpImports> {
    const { HttpImports: Reads } = await import('./imports');
    return new Reads(this.keeper);
  }

  async tellingHere(): Promise<TellingHere> {
    const { TellingHere: Here } = await import('./telling-here');
    return new Here(this.keeper);
  }

  async emergency(): Promise<HttpEmergency> {
    const { HttpEmergency: Reads } = await import('./emergency');
    return new Reads(this.keeper);
  }

  async patients(after?: string): Promise<{ rows: RecordView[]; next: string | null }> {
    const page = await this.#get(`/api/office/patients?limit=${PAGE}${query('after', after)}`, patientPage);
    return { rows: this.#views(page.patients), next: page.next };
  }

  /** The term travels in the body: an address ends up in logs. */
  async search(term: string, after?: string): Promise<FoundPage> {
    const answer = await this.keeper.ask({ method: 'POST', path: '/api/office/search', body: { text: term, after: after ?? null } });
    const page = foundPage(answer, 'search');
    return { rows: page.found as unknown as FoundRow[], next: page.next, complete: page.complete };
  }

  async openChart(patient: PatientId): Promise<void> {
    const documents: ServerDocument[] = [];
    for (let after: string | undefined; ; ) {
      const path = `/api/records/${patient}/all?limit=${CHART_PAGE}${query('after', after)}`;
      const page = await this.#get(path, chartPage);
      documents.push(...page.records);
      if (page.next === null) break;
      after = page.next;
    }
    this.#open.add(patient);
    const kept = new Set(documents.map(({ id }) => id));
    this.session.records.drop(this.session.records.idsOf(patient).filter((id) => !kept.has(id)));
    this.session.records.put(documents);
  }

  /** After own writes arrived: the charts that are being looked at, as the server has them now. */
  async refresh(patients: Iterable<PatientId>): Promise<void> {
    for (const patient of patients) if (this.#open.has(patient)) await this.openChart(patient);
  }

  async history(record: RecordId): Promise<HistoryEntry[]> {
    return (await this.#get(`/api/records/${record}/history`, history)).history as unknown as HistoryEntry[];
  }

  async attachment(patient: PatientId, sha256: string): Promise<ArrayBuffer> {
    const path = `/api/attachments/${patient}/${sha256}`;
    const bytes = await this.keeper.ask({ method: 'GET', path, answer: 'bytes' }).catch(absent);
    if (!(bytes instanceof ArrayBuffer) || (await this.hash(new Uint8Array(bytes))) !== sha256) throw new NotDoorstep('attachment');
    return bytes;
  }

  async standing(visit: RecordId): Promise<Standing> {
    const { row, approval, author } = await this.#get(`/api/office/visits/${visit}/review`, standing);
    const { reassignTo, ...whom } = author;
    return { ...approval, cosign: row.cosign, as: approval.as === 'cosigner' ? 'cosigner' : 'reviewer', reaches: { ...whom, others: reassignTo } as Reached };
  }

  async claim(visit: RecordId, takeOver: boolean): Promise<Claim> {
    const answer = await this.keeper.ask({ method: 'POST', path: `/api/office/visits/${visit}/claim`, body: { takeOver } });
    return claimed(answer, 'claim') as unknown as Claim;
  }

  async letGo(visit: RecordId): Promise<void> {
    await this.keeper.ask({ method: 'POST', path: `/api/office/visits/${visit}/release`, body: {} });
  }

  async tablets(): Promise<BoardTablet[]> {
    return (await this.#get('/api/office/tablets', board)).tablets as unknown as BoardTablet[];
  }

  async endTablet(id: string, reason: string): Promise<string> {
    const answer = await this.keeper.ask({ method: 'POST', path: `/api/office/tablets/${id}/revoke`, body: { reason } });
    return ended(answer, 'revoke').revoked;
  }

  counts(): Promise<OfficeCounts> {
    return this.#get('/api/office/counts', counts);
  }

  async transitions(lane: TransitionLane, before?: string): Promise<{ rows: TransitionLine[]; next: string | null; counts: Record<TransitionLane, number> }> {
    const page = await this.#get(`/api/office/transitions?lane=${lane}&limit=${PAGE}${query('before', before)}`, transitionPage);
    this.session.records.put(page.transitions.map(({ transition }) => transition));
    const rows = page.transitions.flatMap((row): TransitionLine[] => {
      const transition = this.session.records.peek(row.transition.id);
      return transition ? [{ ...row, transition } as TransitionLine] : [];
    });
    return { rows, next: page.next, counts: page.counts };
  }

  async deadlines(lane: Lane, before?: string, owner?: string): Promise<{ rows: DeadlineLine[]; next: string | null; counts: LaneCounts }> {
    const page = await this.#get(`/api/office/deadlines?lane=${lane}&limit=${PAGE}${query('before', before)}${query('owner', owner)}`, lanePage);
    this.session.records.put(page.deadlines.map(({ deadline }) => deadline));
    const rows = page.deadlines.flatMap((row): DeadlineLine[] => {
      const deadline = this.session.records.peek(row.deadline.id);
      return deadline ? [{ ...row, deadline } as DeadlineLine] : [];
    });
    const { twoDays, ...counts } = page.counts;
    return { rows, next: page.next, counts: { ...counts, 'two-days': twoDays } };
  }

  async silentTablets(): Promise<SilentTablet[]> {
    return (await this.#get('/api/office/deadlines/tablets', silences)).tablets as unknown as SilentTablet[];
  }

  async putOffTablet(id: string, until: string, reason: string): Promise<SilentTablet> {
    const answer = await this.keeper.ask({ method: 'POST', path: `/api/office/deadlines/tablets/${id}/put-off`, body: { until, reason } });
    const [off] = silences(answer, 'put-off').tablets;
    if (off === undefined) throw new NotDoorstep('put-off');
    return off as unknown as SilentTablet;
  }

  async different(before?: string): Promise<{ rows: DifferentRow[]; next: string | null }> {
    const page = await this.#get(`/api/office/different?limit=${PAGE}${query('before', before)}`, differentPage);
    return { rows: page.different as unknown as DifferentRow[], next: page.next };
  }

  async messages(before?: string): Promise<{ rows: MessageRow[]; next: string | null }> {
    const page = await this.#get(`/api/office/messages?limit=${PAGE}${query('before', before)}`, messagePage);
    return { rows: [...page.urgent, ...page.messages] as unknown as MessageRow[], next: page.next };
  }

  async held(which: 'waiting' | 'decided', before?: string): Promise<{ rows: HeldBatch[]; next: string | null }> {
    const states = which === 'waiting' ? 'held' : 'released,set-aside';
    const page = await this.#get(`/api/office/held?state=${encodeURIComponent(states)}&limit=${PAGE}${query('before', before)}`, heldPage);
    const rows = page.held.map(({ byName, deviceName, ...rest }) => ({ ...rest, by: byName, tablet: deviceName }));
    return { rows: rows as unknown as HeldBatch[], next: page.next };
  }

  release(batch: string): Promise<HeldDecision> {
    return this.#decide(`/api/quarantine/${batch}/release`, {});
  }

  setAside(batch: string, why: string): Promise<HeldDecision> {
    return this.#decide(`/api/quarantine/${batch}/set-aside`, { why });
  }

  async #decide(path: string, body: Json): Promise<HeldDecision> {
    const answer = decided(await this.keeper.ask({ method: 'POST', path, body }), 'decision');
    const reason = answer.changes.find((change) => change.reason !== null)?.reason?.text ?? '';
    return { state: answer.state as HeldState, decided: answer.decided, reason, alongside: answer.dependents };
  }

  #views(documents: ServerDocument[]): RecordView[] {
    this.session.records.put(documents);
    return documents.flatMap(({ id }) => this.session.records.peek(id) ?? []);
  }

  async #get<T>(path: string, read: Read<T>): Promise<T> {
    return read(await this.keeper.ask({ method: 'GET', path }), path.split('?')[0] ?? path);
  }
}

function absent(error: unknown): never {
  throw error instanceof Refused && error.status === 404 ? new PhotoAbsent() : error;
}

const query = (name: string, value: string | undefined): string => (value === undefined ? '' : `&${name}=${encodeURIComponent(value)}`);
