/** Evictions, judgements and disconnections that creditors recorded: the newest of a period counts. */
import type { OutcomeKind } from '../../../domain/agreements/outcome.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface OutcomeCount {
  kind: OutcomeKind;
  /** Null: of all municipalities together. */
  municipalityCode: string | null;
  /** YYYY or YYYY-MM. */
  period: string;
  number: number;
}

export interface RecordedOutcome extends OutcomeCount {
  id: string;
  recordedBy: string;
  recordedAt: Instant;
  /** A later one of the same counts in its place. */
  isCorrected: boolean;
}

/** All that was recorded, the newest first. */
export const outcomesOf = (sql: Db, creditorId: string) => sql<RecordedOutcome[]>`
  select id, kind, municipality_code, period, number, recorded_by, recorded_at,
    seq < max(seq) over (partition by kind, municipality_code, period) as is_corrected
  from recorded_outcomes where creditor_id = ${creditorId} order by period desc, kind, municipality_code nulls first, seq desc`;

export async function insertOutcome(tx: Db, row: OutcomeCount & { id: string; creditorId: string; recordedBy: string; recordedAt: Instant }): Promise<void> {
  await tx`insert into recorded_outcomes ${tx({ ...row })} on conflict (id) do nothing`;
}

export interface YearOfOutcomes {
  year: string;
  kind: OutcomeKind;
  creditors: number;
  number: number;
}

/** By year and kind: of each creditor the count of the year, else those of its months; of all municipalities, else of each together. */
export const outcomesByYear = (sql: Db) => sql<YearOfOutcomes[]>`
  with standing as (
    select distinct on (creditor_id, kind, municipality_code, period) creditor_id, kind, municipality_code, period, number
    from recorded_outcomes order by creditor_id, kind, municipality_code, period, seq desc),
  of_place as (
    select creditor_id, kind, municipality_code, left(period, 4) as year,
      coalesce(sum(number) filter (where length(period) = 4), sum(number) filter (where length(period) = 7)) as number
    from standing group by creditor_id, kind, municipality_code, left(period, 4)),
  of_creditor as (
    select creditor_id, kind, year, coalesce(sum(number) filter (where municipality_code is null), sum(number) filter (where municipality_code is not null)) as number
    from of_place group by creditor_id, kind, year)
  select year, kind, count(*)::int as creditors, sum(number)::int as number from of_creditor group by year, kind order by year desc, kind`;
