/** Writes a request under the AVG: filed, stored with the state of its workflow, carried out. */
import type { AvgKind } from '../../../domain/rights/avg-request.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { avgRequestColumns, type AvgRecord } from '../../rows/avg-request.ts';
import type { AvgEffects, AvgRequestRow } from './avg-requests.ts';

type NewAvgRequest = Pick<AvgRequestRow, 'id' | 'kind' | 'caseId' | 'personId' | 'municipalityCode' | 'within' | 'receivedOn' | 'recordedAt' | 'recordedBy' | 'policyVersion'> & { wordsId: string };

/** False when it was filed before. */
export async function insertAvgRequest(tx: Db, row: NewAvgRequest): Promise<boolean> {
  return (await tx`insert into avg_requests ${tx(row as never)} on conflict (id) do nothing`).count === 1;
}

/** @returns its municipality; null when this record, or a later one, is stored already */
export async function updateAvgRequest(tx: Db, record: AvgRecord): Promise<string | null> {
  const [row] = await tx<{ municipalityCode: string }[]>`
    update avg_requests set ${tx(avgRequestColumns(record))} where id = ${record.requestId} and seq < ${record.seq} returning municipality_code`;
  return row?.municipalityCode ?? null;
}

interface AvgRequestToStart {
  kind: AvgKind;
  receivedOn: LocalDate;
  recordedAt: Instant;
  policyVersion: string;
}

/** @throws Error when there is none */
export async function avgRequestToStart(sql: Db, id: string): Promise<AvgRequestToStart> {
  const [row] = await sql<AvgRequestToStart[]>`select kind, received_on, recorded_at, policy_version from avg_requests where id = ${id}`;
  if (row === undefined) throw new Error(`no AVG request ${id}`);
  return row;
}

/** Requests that were recorded more than a minute ago and whose workflow has not started. */
export async function unstartedAvgRequests(sql: Db): Promise<string[]> {
  const waiting = await sql<{ id: string }[]>`
    select id from avg_requests where state = 'received' and seq = 0 and recorded_at < now() - interval '1 minute' order by recorded_at`;
  return waiting.map(({ id }) => id);
}

/** Requests that wait for their decision, of these municipalities; null: of all. */
export async function undecidedAvgRequests(sql: Db, scope: readonly string[] | null): Promise<string[]> {
  const waiting = await sql<{ id: string }[]>`
    select id from avg_requests where state = 'received' and seq > 0 ${scope === null ? sql`` : sql`and municipality_code = any(${[...scope]})`} order by id`;
  return waiting.map(({ id }) => id);
}

/** Stored before the request is carried out, so that a new attempt knows what the first one was going to do. */
export async function storeEffects(tx: Db, id: string, effects: AvgEffects): Promise<void> {
  await tx`update avg_requests set effects = ${tx.json(effects as never)} where id = ${id}`;
}
