import type { DeliveryContext } from '../delivery/delivery-context.ts';
import type { RowResult } from '../delivery/row.ts';
import { judgeRows, type AcceptedRow, type JudgedRow, type KnownSignal } from '../delivery/verdict.ts';
import { judgeCrisis, type OpenCase, type Verdict } from '../domain/match-rules.ts';
import { localDate } from '../domain/dates.ts';
import type { Policy } from '../domain/policy.ts';
import { keyedHash, nameIndex, personKey, secondNameIndex } from '../keyed-hash.ts';
import { newId } from '../new-id.ts';
import type { Db, Sql } from '../db/connect.ts';
import { policiesOn } from '../db/queries/policies.ts';
import { lockRoundsFrom } from '../db/queries/rounds.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { keyOf, person, problems } from '../privacy/personal.ts';
import { openCasesAt, type HouseholdCase } from './open-cases.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  config: { hashKey: string };
}

/**
 * Gives each row its verdict and stores it with its signal, person, household and (candidate) case, in one transaction.
 * Lines that are stored already are left alone, so that the same batch may come again.
 * @param at the time of the workflow: what the rows carry as their receipt
 */
export async function storeDeliveryRows(deps: Dependencies, context: DeliveryContext, rows: readonly RowResult[], at: string): Promise<void> {
  const { sql, keys, config } = deps;
  await sql.begin(async (tx) => {
    const fresh = await withoutStored(tx, context.id, rows);
    if (fresh.length === 0) return;
    const rounds = await lockRoundsFrom(tx, context.regionId, context.month);
    const known = await knownSignals(tx, context, fresh, rounds.map((round) => round.id));
    const judged = judgeRows(fresh, { context, rounds, known, hash: (content) => keyedHash(config.hashKey, content), newId });
    const accepted = judged.flatMap((row) => ('accepted' in row ? [row.accepted] : []));
    await storeSignals(tx, deps, context, accepted, at);
    await storeVerdicts(tx, keys, context.id, judged);
  });
}

async function withoutStored(tx: Db, deliveryId: string, rows: readonly RowResult[]): Promise<RowResult[]> {
  const lines = rows.map((row) => row.line);
  const stored = await tx<{ line: number }[]>`select line from delivery_rows where delivery_id = ${deliveryId} and line = any(${lines}::int[])`;
  const known = new Set(stored.map((row) => row.line));
  return rows.filter((row) => !known.has(row.line));
}

function knownSignals(tx: Db, { creditorId }: DeliveryContext, rows: readonly RowResult[], roundIds: string[]) {
  const references = rows.flatMap((row) => (row.reference === null ? [] : [row.reference]));
  // A look-up in the unique index for each reference, whatever the planner believes of a table that a long file fills.
  return tx<KnownSignal[]>`
    select known.* from unnest(${references}::text[]) given(reference) cross join unnest(${roundIds}::text[]) round(id)
    cross join lateral (
      select id, reference, round_id, content_hash, delivery_id, received_at,
        case when on_receipt->>'outcome' = 'in-case' then 'in-case' else state end as state
      from signals
      where creditor_id = ${creditorId} and signals.reference = given.reference and round_id = round.id and replaced_by is null
      limit 1) known`;
}

async function storeSignals(tx: Db, { keys, config: { hashKey } }: Dependencies, context: DeliveryContext, accepted: readonly AcceptedRow[], at: string): Promise<void> {
  if (accepted.length === 0) return;
  const { of: policyOf } = await policiesOn(tx, context.regionId, localDate(at));
  const cases = await openCasesAt(tx, { keys, hashKey, policyOf, at }, accepted);
  const personKeys = new Map(accepted.map((signal) => [signal.signalId, personKey(hashKey, signal.row)]));
  const crises = await judgeCrises(tx, { accepted, cases, keys: personKeys, hashKey, creditorId: context.creditorId, policyOf });
  await tx`insert into persons ${tx(await personRows(keys, hashKey, accepted, cases))}`;
  const replaced = accepted.flatMap(({ replaces, signalId }) => (replaces === null ? [] : [{ id: replaces, by: signalId }]));
  // First out of the way of the unique identity, then (they exist now) pointing at what took their place.
  for (const { id } of replaced) await tx`update signals set replaced_by = id where id = ${id}`;
  await tx`insert into signals ${tx(accepted.map((signal) => signalRow(context, signal, caseAt(cases, signal), crises.get(signal.signalId) ?? null, at)))}`;
  for (const { id, by } of replaced) await tx`update signals set replaced_by = ${by}, state = 'dropped', reason = 'replaced', decided_at = ${at} where id = ${id}`;
}

function caseAt(cases: ReadonlyMap<string, HouseholdCase>, { addressKey }: AcceptedRow): HouseholdCase {
  const found = cases.get(addressKey);
  if (found === undefined) throw new Error('a household was not stored');
  return found;
}

async function personRows(keys: KeyStore, hashKey: string, accepted: readonly AcceptedRow[], cases: ReadonlyMap<string, HouseholdCase>) {
  const made = await keys.make(accepted.map((signal) => caseAt(cases, signal).caseId));
  return accepted.map((signal) => {
    const { lastName, initials, birthDate, phone, email, street, place } = signal.row;
    const [id, { caseId }] = [signal.signalId, caseAt(cases, signal)];
    const sealed = person.seal(made, caseId, id, { lastName, initials, birthDate, phone, email, street, place });
    return { id, sealed, sealedFor: caseId, nameIndex: nameIndex(hashKey, lastName), secondNameIndex: secondNameIndex(hashKey, lastName), personKey: personKey(hashKey, signal.row) };
  });
}

function signalRow(context: DeliveryContext, { signalId, roundId, contentHash, municipalityCode, row }: AcceptedRow, { caseId, householdId }: HouseholdCase, onReceipt: Verdict | null, at: string) {
  return {
    id: signalId,
    creditorId: context.creditorId,
    roundId,
    reference: row.reference,
    householdId,
    municipalityCode,
    personId: signalId,
    caseId,
    deliveryId: context.id,
    amountCents: row.amountCents,
    arrearsSince: row.arrearsSince,
    kind: context.kind,
    legalForm: row.legalForm,
    crisis: row.crisis,
    warm: row.warm,
    contentHash,
    onReceipt: onReceipt as never,
    receivedAt: at,
  };
}

interface Crises {
  accepted: readonly AcceptedRow[];
  cases: ReadonlyMap<string, HouseholdCase>;
  keys: ReadonlyMap<string, string>;
  hashKey: string;
  creditorId: string;
  policyOf: (municipalityCode: string) => Policy;
}

/** Crisis signals do not wait for the match: they are judged now, one after the other. */
async function judgeCrises(tx: Db, { accepted, cases, keys, hashKey, creditorId, policyOf }: Crises): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (const signal of accepted.filter(({ row }) => row.crisis)) {
    const objections = await tx`select 1 from objections where person_key = ${keys.get(signal.signalId) ?? ''} and withdrawn_on is null and (address_hash is null or address_hash = ${keyedHash(hashKey, signal.addressKey)})`;
    const open = await openCaseBeyondCandidate(tx, caseAt(cases, signal).caseId, signal);
    const { reference, amountCents, legalForm } = signal.row;
    const judged = { creditorId, reference, amountCents, legalForm, objection: objections.length > 0 };
    verdicts.set(signal.signalId, judgeCrisis(judged, open, policyOf(signal.municipalityCode).match));
  }
  return verdicts;
}

async function openCaseBeyondCandidate(tx: Db, caseId: string, { addressKey, municipalityCode, roundId }: AcceptedRow): Promise<OpenCase | null> {
  const signals = await tx<{ id: string; creditorId: string; reference: string; amountCents: number; ofThisRound: boolean }[]>`
    select s.id, s.creditor_id, s.reference, s.amount_cents, c.round_id = ${roundId} as of_this_round
    from cases c join signals s on s.case_id = c.id and s.state = 'in-case'
    where c.id = ${caseId} and c.phase <> 'candidate'`;
  if (signals.length === 0) return null;
  return { address: addressKey, gemeentecode: municipalityCode, ofThisRound: signals.every((s) => s.ofThisRound), signals };
}

async function storeVerdicts(tx: Db, keys: KeyStore, deliveryId: string, judged: readonly JudgedRow[]): Promise<void> {
  const key = new Map([[deliveryId, await keyOf(keys, deliveryId)]]);
  const rows = judged.map((row) => ({
    deliveryId,
    line: row.line,
    reference: row.reference,
    verdict: row.verdict,
    signalId: 'accepted' in row ? row.accepted.signalId : row.verdict === 'duplicate' ? row.signalId : null,
    roundId: 'accepted' in row ? row.accepted.roundId : row.verdict === 'duplicate' ? row.roundId : null,
    problems: row.verdict === 'refused' ? problems.seal(key, deliveryId, `${deliveryId}/${row.line}`, row.problems) : null,
  }));
  await tx`insert into delivery_rows ${tx(rows)}`;
  const count = (verdict: JudgedRow['verdict']) => judged.filter((row) => row.verdict === verdict).length;
  await tx`
    update deliveries set rows = rows + ${judged.length}, duplicates = duplicates + ${count('duplicate')}, refused = refused + ${count('refused')},
      replaced = replaced + ${count('replaced')}, accepted = accepted + ${count('accepted') + count('replaced')}
    where id = ${deliveryId}`;
}
