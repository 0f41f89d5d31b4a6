/** The match list of a round, to look at before and after it is confirmed. */
import { address } from '../../privacy/personal.ts';
import type { Db } from '../connect.ts';
import type { Stores } from './words.ts';

export interface MatchedCase {
  caseId: string;
  municipalityCode: string;
  /** How the household is named; null when it was erased. */
  address: string | null;
  /** False: signals of this round join a case that ran already. */
  newCase: boolean;
  crisis: boolean;
  multiple: boolean;
  consecutive: boolean;
  totalCents: number;
  signals: { signalId: string; creditorId: string; reference: string; amountCents: number; because: string | null }[];
}

export interface MatchDropOut {
  signalId: string;
  caseId: string;
  creditorId: string;
  reference: string;
  amountCents: number;
  municipalityCode: string;
  reason: string;
}

export interface MatchRow {
  outcome: 'in-case' | 'dropped';
  reason: string | null;
  caseId: string;
  newCase: boolean;
  multiple: boolean;
  consecutive: boolean;
  municipalityCode: string;
  creditorId: string;
  reference: string;
  amountCents: number;
}

/** Cases by municipality, each with its signals of this round. */
export async function matchedCases({ sql, keys }: Stores, roundId: string, { after, limit }: { after: [municipality: string, caseId: string] | null; limit: number }): Promise<MatchedCase[]> {
  const rows = await sql<(Omit<MatchedCase, 'address'> & { address: Buffer | null })[]>`
    select c.id as case_id, c.municipality_code, c.address, bool_or(d.new_case) as new_case, bool_or(s.crisis) as crisis,
      bool_or(d.multiple) as multiple, bool_or(d.consecutive) as consecutive, sum(s.amount_cents)::bigint as total_cents,
      jsonb_agg(jsonb_build_object('signalId', s.id, 'creditorId', s.creditor_id, 'reference', s.reference, 'amountCents', s.amount_cents, 'because', d.reason)
        order by s.creditor_id, s.reference) as signals
    from match_decisions d join signals s on s.id = d.signal_id join cases c on c.id = d.case_id
    where d.round_id = ${roundId} and d.outcome = 'in-case'
      ${after === null ? sql`` : sql`and (c.municipality_code, c.id) > (${after[0]}, ${after[1]}::uuid)`}
    group by c.id order by c.municipality_code, c.id limit ${limit}`;
  const found = await keys.find(rows.map(({ caseId }) => caseId));
  return rows.map((row) => ({ ...row, address: address.open(found, row.caseId, row.caseId, row.address)?.key ?? null }));
}

/** Signals that lead to no case, by creditor and reference. */
export function matchDropOuts(sql: Db, roundId: string, { after, limit }: { after: [creditor: string, reference: string] | null; limit: number }): Promise<MatchDropOut[]> {
  return sql<MatchDropOut[]>`
    select s.id as signal_id, d.case_id, s.creditor_id, s.reference, s.amount_cents, h.municipality_code, d.reason
    from match_decisions d join signals s on s.id = d.signal_id join households h on h.id = s.household_id
    where d.round_id = ${roundId} and d.outcome = 'dropped'
      ${after === null ? sql`` : sql`and (s.creditor_id, s.reference) > (${after[0]}, ${after[1]})`}
    order by s.creditor_id, s.reference limit ${limit}`;
}

/** Every signal on the list, as it streams from the database. */
export async function* matchRows(sql: Db, roundId: string): AsyncGenerator<MatchRow> {
  const rows = sql<MatchRow[]>`
    select d.outcome, d.reason, d.case_id, d.new_case, d.multiple, d.consecutive, h.municipality_code, s.creditor_id, s.reference, s.amount_cents
    from match_decisions d join signals s on s.id = d.signal_id join households h on h.id = s.household_id
    where d.round_id = ${roundId} order by d.outcome desc, h.municipality_code, d.case_id, s.id`.cursor(500);
  for await (const batch of rows) yield* batch;
}
