/** Stores the rows of a delivery as persons, signals and verdicts, in the caller's transaction. */
import type { Db } from '../../connect.ts';

export async function storedLines(tx: Db, deliveryId: string, lines: readonly number[]): Promise<ReadonlySet<number>> {
  const stored = await tx<{ line: number }[]>`select line from delivery_rows where delivery_id = ${deliveryId} and line = any(${[...lines]}::int[])`;
  return new Set(stored.map(({ line }) => line));
}

/** A signal that the creditor delivered before under the same reference. */
export interface KnownSignal {
  id: string;
  reference: string;
  roundId: string;
  contentHash: string;
  /** A crisis signal that passed the rules counts as in its case from receipt on, also before the case has stored it. */
  state: 'pending' | 'in-case' | 'dropped';
  deliveryId: string | null;
  receivedAt: string;
}

export function knownSignals(tx: Db, creditorId: string, references: readonly string[], roundIds: readonly string[]) {
  // Written as one look-up in the unique index for each reference: while a long file fills the table the planner's statistics are wrong.
  return tx<KnownSignal[]>`
    select known.* from unnest(${[...references]}::text[]) given(reference) cross join unnest(${[...roundIds]}::text[]) round(id)
    cross join lateral (
      select id, reference, round_id, content_hash, delivery_id, received_at,
        case when on_receipt->>'outcome' = 'in-case' then 'in-case' else state end as state
      from signals
      where creditor_id = ${creditorId} and signals.reference = given.reference and round_id = round.id and replaced_by is null
      limit 1) known`;
}

interface PersonRow {
  id: string;
  sealed: Buffer;
  sealedFor: string;
  nameIndex: string | null;
  secondNameIndex: string | null;
  personKey: string;
}

export async function insertPersons(tx: Db, rows: readonly PersonRow[]): Promise<void> {
  await tx`insert into persons ${tx(rows as never)}`;
}

export interface NewSignalRow {
  id: string;
  creditorId: string;
  roundId: string;
  reference: string;
  householdId: string;
  municipalityCode: string;
  personId: string;
  caseId: string;
  deliveryId: string;
  amountCents: number;
  arrearsSince: string;
  kind: string;
  legalForm: string;
  crisis: boolean;
  signalKind: string;
  endsOn: string | null;
  warm: boolean;
  contentHash: string;
  onReceipt: unknown;
  objectionDoubt: boolean;
  receivedAt: string;
}

/** One that is in its case leaves it by the case's own step. */
const isUndecided = (tx: Db) => tx`(state = 'pending' and on_receipt->>'outcome' is distinct from 'in-case')`;

/** @param replaced the signals that are replaced by some of the new ones */
export async function insertSignals(tx: Db, rows: readonly NewSignalRow[], replaced: readonly { id: string; by: string }[], at: string): Promise<void> {
  // First they make way in the unique index; then, once the new signals exist, they refer to those.
  for (const { id } of replaced) await tx`update signals set replaced_by = id where id = ${id}`;
  await tx`insert into signals ${tx(rows as never)}`;
  for (const { id, by } of replaced) await tx`
    update signals set replaced_by = ${by},
      state = case when ${isUndecided(tx)} then 'dropped' else state end, reason = case when ${isUndecided(tx)} then 'replaced' else reason end,
      decided_at = case when ${isUndecided(tx)} then ${at} else decided_at end
    where id = ${id}`;
}

interface SignalInCase {
  id: string;
  creditorId: string;
  reference: string;
  amountCents: number;
  ofThisRound: boolean;
}

/** The signals of a case; none while it is a candidate. */
export function signalsBeyondCandidate(tx: Db, caseId: string, roundId: string) {
  return tx<SignalInCase[]>`
    select s.id, s.creditor_id, s.reference, s.amount_cents, c.round_id = ${roundId} as of_this_round
    from cases c join signals s on s.case_id = c.id and s.state = 'in-case'
    where c.id = ${caseId} and c.phase <> 'candidate'`;
}

interface VerdictRow {
  deliveryId: string;
  line: number;
  reference: string | null;
  verdict: 'accepted' | 'duplicate' | 'replaced' | 'refused';
  signalId: string | null;
  roundId: string | null;
  /** The problems of a refused row, sealed. */
  problems: Buffer | null;
}

/** Stores the verdicts, and counts them on the delivery. */
export async function insertVerdicts(tx: Db, deliveryId: string, rows: readonly VerdictRow[]): Promise<void> {
  await tx`insert into delivery_rows ${tx(rows as never)}`;
  const count = (verdict: VerdictRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  await tx`
    update deliveries set rows = rows + ${rows.length}, duplicates = duplicates + ${count('duplicate')}, refused = refused + ${count('refused')},
      replaced = replaced + ${count('replaced')}, accepted = accepted + ${count('accepted') + count('replaced')}
    where id = ${deliveryId}`;
}
