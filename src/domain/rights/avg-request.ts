/**
 * A request of a resident under the AVG: inspection (art. 15), correction (art. 16), erasure (art. 17), objection
 * (art. 21). It is answered within a month of its receipt (art. 12(3)), which one extension can make three. Pure.
 */
import { calendarOf, type ClosedDay } from '../time/calendar.ts';
import type { Recipient } from '../case/step.ts';
import { addMonths, startOfDay, type Instant, type LocalDate } from '../time/dates.ts';
import { cancel, extend, isBefore, meet, momentOf, startDeadline, type Because, type Deadline } from '../deadlines/deadline.ts';
import { replanLone, type DeadlineMail } from '../deadlines/lone.ts';
import type { DeadlineRule } from '../planning/policy.ts';

export const avgKinds = ['inspection', 'correction', 'objection', 'erasure'] as const;
export type AvgKind = (typeof avgKinds)[number];

/** `granted` until it is carried out; `done`, `refused` and `withdrawn` are ends. */
export const avgStates = ['received', 'granted', 'refused', 'done', 'withdrawn'] as const;
export type AvgState = (typeof avgStates)[number];

interface Ground {
  code: string;
  /** Dutch, as the letter says it. */
  label: string;
  law: string;
  for: readonly AvgKind[];
}

/** Why a request is refused, each with the article that allows it. */
export const avgGrounds = [
  { code: 'not-identified', label: 'wij konden niet vaststellen dat u het verzoek zelf doet', law: 'AVG artikel 12 lid 2 en 6', for: avgKinds },
  { code: 'excessive', label: 'het verzoek is ongegrond of buitensporig, bijvoorbeeld doordat u het steeds herhaalt', law: 'AVG artikel 12 lid 5', for: avgKinds },
  { code: 'rights-of-others', label: 'het antwoord zou de rechten van anderen schaden', law: 'AVG artikel 15 lid 4', for: ['inspection'] },
  { code: 'correct-as-is', label: 'de gegevens kloppen volgens ons', law: 'AVG artikel 16', for: ['correction'] },
  { code: 'compelling-grounds', label: 'er zijn dwingende redenen om de gegevens te blijven gebruiken, die zwaarder wegen dan uw belang', law: 'AVG artikel 21 lid 1', for: ['objection'] },
  { code: 'legal-task', label: 'wij hebben de gegevens nog nodig voor onze wettelijke taak', law: 'AVG artikel 17 lid 3 onder b', for: ['erasure'] },
  { code: 'legal-claim', label: 'de gegevens zijn nodig voor een procedure', law: 'AVG artikel 17 lid 3 onder e', for: ['erasure'] },
  { code: 'other', label: 'een andere reden, die hieronder staat', law: 'AVG artikel 12 lid 4', for: avgKinds },
] as const satisfies Ground[];
export type AvgGround = (typeof avgGrounds)[number]['code'];
export const avgGroundCodes = avgGrounds.map(({ code }) => code) as [AvgGround, ...AvgGround[]];

export const groundOf = (code: AvgGround): Ground => avgGrounds.find((ground) => ground.code === code) ?? { code, label: code, law: '', for: [] };

/** What a request's workflow is started with. */
export interface AvgRequestInput {
  requestId: string;
  kind: AvgKind;
  receivedOn: LocalDate;
  /** Nobody could know of it before, however long it had lain; absent before 0.3. */
  recordedAt?: Instant;
  rule: DeadlineRule;
  /** Closed days beyond the statutory ones. */
  closedDays: ClosedDay[];
}

/** The words of a command are in Postgres; it holds their id. */
export interface AvgDecision {
  /** The caller's Idempotency-Key. */
  id: string;
  actorId: string;
  granted: boolean;
  ground: AvgGround | null;
  answerId: string | null;
  /** The day on which the resident was answered, where that is not the day of recording. */
  on?: LocalDate;
}

export interface AvgExtension {
  id: string;
  actorId: string;
  dueOn: LocalDate;
  reasonId: string;
  /** The day on which the resident was told, where that is not the day of recording. */
  on?: LocalDate;
}

/** A changed calendar or policy, in the form that a request is told. */
export interface AvgReplanIn {
  changeId: string;
  because: Because;
  closedDays: ClosedDay[];
  /** The rule that it moves to; null: it keeps its own. */
  rule: DeadlineRule | null;
}

type At<What> = What & { at: Instant };

/** Everything that the workflow of a request knows: ids, codes, dates. */
export interface AvgRequest {
  requestId: string;
  kind: AvgKind;
  state: AvgState;
  deadline: Deadline;
  rule: DeadlineRule;
  closedDays: ClosedDay[];
  decision: At<AvgDecision> | null;
  extension: At<AvgExtension> | null;
  endedAt: Instant | null;
}

export interface AvgStatus {
  state: AvgState;
  dueOn: LocalDate;
}

/** Who is told of its term. */
export const avgOwner: Recipient = { kind: 'privacy-officer' };

export const statusOf = ({ state, deadline }: AvgRequest): AvgStatus => ({ state, dueOn: deadline.dueOn });

/** The term starts the day after the receipt; what of it had passed when the request was recorded warns and breaches then. */
export function newAvgRequest({ requestId, kind, receivedOn, recordedAt, rule, closedDays }: AvgRequestInput): AvgRequest {
  const start = { id: `${requestId}.avg-request`, kind: 'avg-request' as const, rule, from: startOfDay(receivedOn), by: 'avg-request-received' };
  const deadline = startDeadline(start, calendarOf(closedDays));
  const first = momentOf(deadline);
  if (recordedAt !== undefined && first !== null && isBefore(first.at, recordedAt)) deadline.knownAt = recordedAt;
  return { requestId, kind, state: 'received', rule, closedDays, deadline, decision: null, extension: null, endedAt: null };
}

/** A refusal is an end; a granted request still has to be carried out. */
export function decide(request: AvgRequest, decision: AvgDecision, at: Instant): void {
  request.decision = { ...decision, at };
  request.state = decision.granted ? 'granted' : 'refused';
  if (!decision.granted) end(request, at, decision.id);
}

export function conclude(request: AvgRequest, at: Instant): void {
  request.state = 'done';
  end(request, at, request.decision?.id ?? '');
}

/** The day on which the resident was answered decides whether that was in time. */
function end(request: AvgRequest, at: Instant, by: string): void {
  meet(request.deadline, at, by, request.decision?.on);
  request.endedAt = at;
}

export function withdraw(request: AvgRequest, id: string, at: Instant): void {
  request.state = 'withdrawn';
  cancel(request.deadline, at, id);
  request.endedAt = at;
}

export const isUndecided = ({ state }: AvgRequest): boolean => state === 'received';

/** AVG art. 12(3): at most two months more. */
const EXTENSION_MONTHS = 2;
export const latestExtension = (dueOn: LocalDate): LocalDate => addMonths(dueOn, EXTENSION_MONTHS);

/** Once, and told within the first month (AVG art. 12(3)), which may be recorded later. */
export function mayExtend({ state, extension, deadline }: Pick<AvgRequest, 'state' | 'extension' | 'deadline'>, { dueOn, on }: Pick<AvgExtension, 'dueOn' | 'on'>, at: Instant): boolean {
  const isInTime = on === undefined ? isBefore(at, deadline.dueBefore) : on <= deadline.dueOn;
  return state === 'received' && extension === null && isInTime && dueOn > deadline.dueOn && dueOn <= latestExtension(deadline.dueOn);
}

export function extendTerm(request: AvgRequest, extension: AvgExtension, at: Instant): void {
  request.extension = { ...extension, at };
  extend(request.deadline, extension.dueOn, at, extension.id, calendarOf(request.closedDays));
}

/** Plans the deadline anew for a changed calendar or policy; moments that are now in the past happen at once. */
export function replanTerm(request: AvgRequest, { changeId, because, closedDays, rule }: AvgReplanIn, at: Instant): DeadlineMail[] {
  request.rule = rule ?? request.rule;
  request.closedDays = closedDays;
  return replanLone(request.deadline, { changeId, because, closedDays, rule: request.rule, at }, avgOwner);
}
