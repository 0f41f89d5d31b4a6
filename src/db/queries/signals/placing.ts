/** Signals on their way to the workflows of their cases. */
import type { Verdict } from '../../../domain/matching/match-rules.ts';
import type { SignalKind } from '../../../domain/codes.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { pairedToday, standingToday } from '../identity/reference.ts';

export interface SignalToPlace {
  signalId: string;
  creditorId: string;
  roundId: string;
  caseId: string;
  municipalityCode: string;
  policyVersion: string;
  crisis: boolean;
  signalKind: SignalKind;
  endsOn: LocalDate | null;
  receivedAt: Instant;
  onReceipt: Verdict | null;
  /** The municipality's team that is paired with the creditor, else any of its teams. */
  teamId: string | null;
  isReplaced: boolean;
}

const toPlace = (sql: Db) => sql`
  select s.id as signal_id, s.creditor_id, s.round_id, s.case_id, c.municipality_code, c.policy_version,
    s.crisis, s.signal_kind, s.ends_on, s.received_at, s.on_receipt, s.replaced_by is not null as is_replaced,
    (select t.id from teams t left join team_creditors tc on tc.team_id = t.id and tc.creditor_id = s.creditor_id and ${pairedToday(sql)}
     where t.municipality_code = c.municipality_code and ${standingToday(sql)} order by tc.team_id nulls last, t.id limit 1) as team_id
  from signals s join cases c on c.id = s.case_id`;

/** Includes replaced signals: their candidate has a row, and only its workflow can end it. */
export const unplacedSignals = (sql: Db, deliveryId: string) => sql<SignalToPlace[]>`${toPlace(sql)} where s.delivery_id = ${deliveryId} and s.placed_at is null order by s.id`;

/** Signals that a person moved to the case that they are in by now. */
export const signalsByIds = (sql: Db, ids: readonly string[]) => sql<SignalToPlace[]>`${toPlace(sql)} where s.id = any(${[...ids]}::uuid[]) order by s.id`;

export async function markPlaced(sql: Db, signalId: string): Promise<void> {
  await sql`update signals set placed_at = now() where id = ${signalId}`;
}

/** For the receipt: how many of its signals have reached their case. */
export async function countPlaced(sql: Db, deliveryId: string): Promise<void> {
  await sql`update deliveries set placed = (select count(*) from signals where delivery_id = ${deliveryId} and placed_at is not null) where id = ${deliveryId}`;
}

export interface ReplacedSignal {
  id: string;
  creditorId: string;
  roundId: string;
  caseId: string;
}

/** Replaced signals that are still in their case: signals of this delivery, or replaced by one of it. */
export function replacedInCases(sql: Db, deliveryId: string) {
  return sql<ReplacedSignal[]>`
    select old.id, old.creditor_id, old.round_id, old.case_id
    from signals old join signals successor on successor.id = old.replaced_by
    where old.replaced_by is not null and old.placed_at is not null and old.taken_out_at is null and ${deliveryId} in (old.delivery_id, successor.delivery_id)
    order by old.id`;
}

export async function markTakenOut(sql: Db, signalId: string): Promise<void> {
  await sql`update signals set taken_out_at = now() where id = ${signalId}`;
}
