/** What a list shows beside the row of a case; many cases at once. */
import type { SignalKind } from '../../../domain/codes.ts';
import type { Attempt, CaseState } from '../../../domain/case/state.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import { dayOf } from '../signals/day.ts';
import type { Db } from '../../connect.ts';

export interface ListedSignal {
  caseId: string;
  id: string;
  creditorId: string;
  creditor: string;
  reference: string;
  kind: string;
  signalKind: SignalKind;
  endsOn: LocalDate | null;
  amountCents: number;
  arrearsSince: LocalDate;
  crisis: boolean;
  warm: boolean;
  objectionDoubt: boolean;
}

/** The signals that count: neither dropped nor replaced. */
export const listedSignals = (sql: Db, caseIds: readonly string[]) => sql<ListedSignal[]>`
  select signals.case_id, signals.id, signals.creditor_id, creditors.name as creditor, signals.reference, signals.kind, signals.signal_kind, ${dayOf(sql)}, signals.amount_cents, signals.arrears_since, signals.crisis, signals.warm, signals.objection_doubt
  from signals join creditors on creditors.id = signals.creditor_id
  where signals.case_id = any(${[...caseIds]}::uuid[]) and signals.state <> 'dropped' and signals.replaced_by is null
  order by signals.case_id, signals.amount_cents desc, signals.id`;

export interface ListedState {
  caseId: string;
  seq: number;
  held: CaseState['held'];
  attempts: Attempt[];
  cycle: number;
  visitsStopped: boolean;
  appointment: CaseState['appointment'] | null;
  maxVisits: number;
}

/** Of what the workflow knows, what lists show; a case whose workflow has not begun has none. */
export const listedStates = (sql: Db, caseIds: readonly string[]) => sql<ListedState[]>`
  select id as case_id, (state->>'seq')::int as seq, nullif(state->'held', 'null') as held, state->'attempts' as attempts, (state->>'cycle')::int as cycle,
    (state->>'visitsStopped')::boolean as visits_stopped, state->'appointment' as appointment, (state->'policy'->>'maxVisits')::int as max_visits
  from cases where id = any(${[...caseIds]}::uuid[]) and state is not null`;
