import { randomUUID } from 'node:crypto';
import type { DeliveryContext } from '../../delivery/delivery-context.ts';
import type { TableFound } from '../../delivery/read.ts';
import { storable } from '../../delivery/judging/storable.ts';
import type { RowResult } from '../../delivery/judging/row.ts';
import { judgeRows, type AcceptedRow, type JudgedRow } from '../../delivery/judging/verdict.ts';
import { judgeCrisis, judgeUpdate, type OpenCase, type Verdict } from '../../domain/matching/match-rules.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { Policy } from '../../domain/planning/policy.ts';
import { keyedHash, nameIndexes, personKey } from '../../keyed-hash.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { insertPersons, insertSignals, insertVerdicts, knownSignals, signalsBeyondCandidate, storedLines, type NewSignalRow } from '../../db/queries/deliveries/storing.ts';
import { policiesOn } from '../../db/queries/planning/policies.ts';
import { lockRoundsFrom } from '../../db/queries/rounds/rounds.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { keyOf, person, refusedRow } from '../../privacy/personal.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { householdCasesAt, type HouseholdCase } from '../signals/household-cases.ts';
import { recogniseObjectors, type Held } from '../rights/recognise-objectors.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  config: { hashKey: string };
}

/**
 * Gives each row its verdict and stores it with its signal, person, household and (candidate) case, in one transaction.
 * Lines that are stored already are skipped, so that a batch can be repeated.
 * @param at the time of the workflow, which becomes the moment of receipt of the rows
 */
export async function storeDeliveryRows(deps: Dependencies, context: DeliveryContext, rows: readonly RowResult[], at: string, names: TableFound['headings'] = {}): Promise<void> {
  const { sql, keys, config } = deps;
  await sql.begin(async (tx) => {
    const fresh = await withoutStored(tx, context.id, rows);
    if (fresh.length === 0) return;
    const rounds = await lockRoundsFrom(tx, context.regionId, context.month);
    const references = fresh.flatMap((row) => (row.reference === null ? [] : [row.reference]));
    const known = await knownSignals(tx, context.creditorId, references, rounds.map((round) => round.id));
    const judged = judgeRows(fresh, { context, rounds, known, hash: (content) => keyedHash(config.hashKey, content), newId: randomUUID });
    const accepted = judged.flatMap((row) => ('accepted' in row ? [row.accepted] : []));
    await storeSignals(tx, deps, context, accepted, at);
    await storeVerdicts(tx, keys, context.id, judged, { names, given: new Map(fresh.map((row) => [row.line, row.given])) });
  });
}

async function withoutStored(tx: Db, deliveryId: string, rows: readonly RowResult[]): Promise<RowResult[]> {
  const stored = await storedLines(tx, deliveryId, rows.map(({ line }) => line));
  return rows.filter(({ line }) => !stored.has(line));
}

async function storeSignals(tx: Db, { keys, config: { hashKey } }: Dependencies, context: DeliveryContext, accepted: readonly AcceptedRow[], at: string): Promise<void> {
  if (accepted.length === 0) return;
  const { of: policyOf } = await policiesOn(tx, context.regionId, localDate(at));
  const finding = householdCasesAt(tx, { keys, hashKey, policyOf, at }, accepted);
  // While Postgres looks.
  const indexes = new Map(accepted.map(({ signalId, row }) => [signalId, { ...nameIndexes(hashKey, row.lastName), personKey: personKey(hashKey, row) }]));
  const { cases, made } = await finding;
  const held = await heldCrises({ sql: tx, keys }, hashKey, accepted);
  const crises = await judgeCrises(tx, { accepted, cases, held, creditorId: context.creditorId, policyOf });
  const storing = insertPersons(tx, await personRows(keys, accepted, { cases, made, indexes }));
  const replaced = accepted.flatMap(({ replaces, signalId }) => (replaces === null ? [] : [{ id: replaces, by: signalId }]));
  const rows = accepted.map((signal) => signalRow(context, signal, caseAt(cases, signal), crises.get(signal.signalId) ?? null, { at, objectionDoubt: held.get(signal.signalId) === 'doubt' }));
  await Promise.all([storing, insertSignals(tx, rows, replaced, at)]);
}

function caseAt(cases: ReadonlyMap<string, HouseholdCase>, { addressKey, formerAddressKey = addressKey }: AcceptedRow): HouseholdCase {
  const found = cases.get(formerAddressKey) ?? cases.get(addressKey);
  if (found === undefined) throw new Error('a household was not stored');
  return found;
}

interface Persons {
  cases: ReadonlyMap<string, HouseholdCase>;
  /** The keys of cases that began now. */
  made: ReadonlyMap<string, Buffer>;
  /** What each is found by. */
  indexes: ReadonlyMap<string, ReturnType<typeof nameIndexes> & { personKey: string }>;
}

async function personRows(keys: KeyStore, accepted: readonly AcceptedRow[], { cases, made, indexes }: Persons) {
  const others = accepted.map((signal) => caseAt(cases, signal).caseId).filter((id) => !made.has(id));
  const known = new Map([...made, ...(await keys.make(others))]);
  return accepted.map((signal) => {
    const { lastName, initials, birthDate, phone, email, street, place } = signal.row;
    const [id, { caseId }, index] = [signal.signalId, caseAt(cases, signal), indexes.get(signal.signalId)];
    if (index === undefined) throw new Error('a row without its indexes');
    return { id, sealed: person.seal(known, caseId, id, { lastName, initials, birthDate, phone, email, street, place }), sealedFor: caseId, ...index };
  });
}

function signalRow(context: DeliveryContext, { signalId, roundId, contentHash, municipalityCode, row }: AcceptedRow, { caseId, householdId }: HouseholdCase, onReceipt: Verdict | null, { at, objectionDoubt }: { at: string; objectionDoubt: boolean }): NewSignalRow {
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
    signalKind: row.signalKind,
    endsOn: row.endsOn,
    warm: row.warm,
    contentHash,
    onReceipt,
    objectionDoubt,
    receivedAt: at,
  };
}

interface Crises {
  accepted: readonly AcceptedRow[];
  cases: ReadonlyMap<string, HouseholdCase>;
  held: ReadonlyMap<string, Held>;
  creditorId: string;
  policyOf: (municipalityCode: string) => Policy;
}

/** A crisis does not wait for the match, nor does what is told anew of arrears that are worked on. */
const isJudgedNow = ({ crisis, signalKind }: Pick<AcceptedRow['row'], 'crisis' | 'signalKind'>): boolean => crisis || signalKind === 'updated';

/** These are compared with objections at once; others when they are matched. */
async function heldCrises(stores: Stores, hashKey: string, accepted: readonly AcceptedRow[]): Promise<Map<string, Held>> {
  const rows = accepted.flatMap(({ signalId, addressKey, row: { lastName, initials, birthDate, crisis, signalKind } }) =>
    isJudgedNow({ crisis, signalKind }) ? [{ personId: signalId, householdId: keyedHash(hashKey, addressKey), lastName, initials, birthDate, personKey: personKey(hashKey, { lastName, birthDate }), ...nameIndexes(hashKey, lastName) }] : [],
  );
  if (rows.length === 0) return new Map();
  return new Map([...(await recogniseObjectors(stores, rows))].map(([{ personId }, held]) => [personId, held]));
}

/** Judged now, one after the other. */
async function judgeCrises(tx: Db, { accepted, cases, held, creditorId, policyOf }: Crises): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (const signal of accepted.filter(({ row }) => isJudgedNow(row))) {
    const open = await openCaseBeyondCandidate(tx, caseAt(cases, signal).caseId, signal);
    const { reference, amountCents, legalForm, signalKind, crisis } = signal.row;
    const judged = { creditorId, reference, amountCents, legalForm, signalKind, objection: held.get(signal.signalId) === 'same' };
    const { match } = policyOf(signal.municipalityCode);
    const verdict = crisis ? judgeCrisis(judged, open, match) : judgeUpdate(judged, open, match);
    if (verdict !== null) verdicts.set(signal.signalId, inPlaceOfReplaced(verdict, signal));
  }
  return verdicts;
}

/** What it replaced may be on its way to the case. */
function inPlaceOfReplaced(verdict: Verdict, { replaces, replacesInCase }: AcceptedRow): Verdict {
  if (verdict.outcome === 'dropped' || replaces === null || !replacesInCase) return verdict;
  return { ...verdict, updates: [...new Set([...(verdict.updates ?? []), replaces])] };
}

async function openCaseBeyondCandidate(tx: Db, caseId: string, { addressKey, municipalityCode, roundId }: AcceptedRow): Promise<OpenCase | null> {
  const signals = await signalsBeyondCandidate(tx, caseId, roundId);
  if (signals.length === 0) return null;
  return { address: addressKey, gemeentecode: municipalityCode, ofThisRound: signals.every((s) => s.ofThisRound), signals };
}

/** What a refused row is stored with. */
interface Given {
  /** What the creditor calls each column. */
  names: TableFound['headings'];
  given: ReadonlyMap<number, string[]>;
}

/** Our own rules name no column: finds the creditor's column for the field. */
const columnOf = (names: Given['names'], { field, column }: { field: string; column?: string | null }): string | null => column ?? (names as Record<string, string | undefined>)[field] ?? null;

async function storeVerdicts(tx: Db, keys: KeyStore, deliveryId: string, judged: readonly JudgedRow[], { names, given }: Given): Promise<void> {
  const key = new Map([[deliveryId, await keyOf(keys, deliveryId)]]);
  const rows = judged.map((row) => ({
    deliveryId,
    line: row.line,
    reference: row.reference,
    verdict: row.verdict,
    signalId: 'accepted' in row ? row.accepted.signalId : row.verdict === 'duplicate' ? row.signalId : null,
    roundId: 'accepted' in row ? row.accepted.roundId : row.verdict === 'duplicate' ? row.roundId : null,
    problems: row.verdict === 'refused' ? refusedRow.seal(key, deliveryId, `${deliveryId}/${row.line}`, { problems: row.problems.map((problem) => ({ ...problem, column: columnOf(names, problem) })), given: given.get(row.line)?.map(storable) ?? [] }) : null,
  }));
  await insertVerdicts(tx, deliveryId, rows);
}
