/** The match list of a round, before and after it is confirmed. */
import type { SignalKind } from '../../../domain/codes.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import { address } from '../../../privacy/personal.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface MatchedCase {
  caseId: string;
  municipalityCode: string;
  /** The address of the household; null when it was erased. */
  address: string | null;
  /** False when signals of this round join a case that was running already. */
  newCase: boolean;
  crisis: boolean;
  multiple: boolean;
  consecutive: boolean;
  totalCents: number;
  signals: { signalId: string; creditorId: string; reference: string; amountCents: number; signalKind: SignalKind; endsOn: LocalDate | null; because: string | null; objectionDoubt: boolean }[];
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
  /** Null once the case is anonymised. */
  caseNumber: string | null;
  /** Of a case, sealed by its key; null for a drop-out. */
  address: Buffer | null;
  newCase: boolean;
  multiple: boolean;
  consecutive: boolean;
  municipalityCode: string;
  municipality: string;
  creditorId: string;
  creditor: string;
  signalId: string;
  reference: string;
  amountCents: number;
  signalKind: SignalKind;
  endsOn: LocalDate | null;
  objectionDoubt: boolean;
}

export type MatchedPosition = Pick<MatchedCase, 'municipalityCode' | 'caseId'>;
export type DropOutPosition = Pick<MatchDropOut, 'creditorId' | 'reference'>;

/** Cases by municipality, each with its signals of this round. */
export async function matchedCases({ sql, keys }: Stores, roundId: string, { after, limit }: PageAsked<MatchedPosition>): Promise<MatchedCase[]> {
  const rows = await sql<(Omit<MatchedCase, 'address'> & { address: Buffer | null })[]>`
    select c.id as case_id, c.municipality_code, c.address, bool_or(d.new_case) as new_case, bool_or(s.crisis) as crisis,
      bool_or(d.multiple) as multiple, bool_or(d.consecutive) as consecutive, sum(s.amount_cents)::bigint as total_cents,
      jsonb_agg(jsonb_build_object('signalId', s.id, 'creditorId', s.creditor_id, 'reference', s.reference, 'amountCents', s.amount_cents, 'signalKind', s.signal_kind, 'endsOn', s.ends_on, 'because', d.reason, 'objectionDoubt', s.objection_doubt)
        order by s.creditor_id, s.reference) as signals
    from match_decisions d join signals s on s.id = d.signal_id join cases c on c.id = d.case_id
    where d.round_id = ${roundId} and d.outcome = 'in-case'
      ${after === null ? sql`` : sql`and (c.municipality_code, c.id) > (${after.municipalityCode}, ${after.caseId}::uuid)`}
    group by c.id order by c.municipality_code, c.id limit ${limit}`;
  const found = await keys.find(rows.map(({ caseId }) => caseId));
  return rows.map((row) => ({ ...row, address: address.open(found, row.caseId, row.caseId, row.address)?.key ?? null }));
}

/** Signals that lead to no case, by creditor and reference. */
export function matchDropOuts(sql: Db, roundId: string, { after, limit }: PageAsked<DropOutPosition>): Promise<MatchDropOut[]> {
  return sql<MatchDropOut[]>`
    select s.id as signal_id, d.case_id, s.creditor_id, s.reference, s.amount_cents, h.municipality_code, d.reason
    from match_decisions d join signals s on s.id = d.signal_id join households h on h.id = s.household_id
    where d.round_id = ${roundId} and d.outcome = 'dropped'
      ${after === null ? sql`` : sql`and (s.creditor_id, s.reference) > (${after.creditorId}, ${after.reference})`}
    order by s.creditor_id, s.reference limit ${limit}`;
}

export type MatchRowPosition = Pick<MatchRow, 'outcome' | 'municipalityCode' | 'caseId' | 'signalId'>;

/** Every signal on the list: cases before drop-outs, by municipality. */
export function matchRowsAfter(sql: Db, roundId: string, last: MatchRowPosition | null, limit: number): Promise<MatchRow[]> {
  // Outcomes are sorted in descending order, so they are compared the other way round.
  const onwards = last === null ? sql`` : sql`
    and (d.outcome < ${last.outcome} or (d.outcome = ${last.outcome} and (h.municipality_code, d.case_id, s.id) > (${last.municipalityCode}, ${last.caseId}::uuid, ${last.signalId}::uuid)))`;
  return sql<MatchRow[]>`
    select d.outcome, d.reason, d.case_id, c.number as case_number, case when d.outcome = 'in-case' then c.address end as address, d.new_case, d.multiple, d.consecutive, h.municipality_code, m.name as municipality,
      s.creditor_id, creditors.name as creditor, s.reference, s.amount_cents, s.signal_kind, s.ends_on, s.objection_doubt, s.id as signal_id
    from match_decisions d join signals s on s.id = d.signal_id join households h on h.id = s.household_id join municipalities m on m.code = h.municipality_code
    join creditors on creditors.id = s.creditor_id join cases c on c.id = d.case_id
    where d.round_id = ${roundId} ${onwards} order by d.outcome desc, h.municipality_code, d.case_id, s.id limit ${limit}`;
}
