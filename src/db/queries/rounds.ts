import type { Db } from '../connect.ts';

export interface RoundRow {
  id: string;
  regionId: string;
  month: string;
  cutOff: string;
  state: 'open' | 'matching' | 'proposed' | 'applying' | 'confirmed';
}

/** The rounds of a region from a month on, oldest first. Locked against closing until the transaction ends. */
export function lockRoundsFrom(tx: Db, regionId: string, month: string) {
  return tx<RoundRow[]>`
    select id, region_id, month, cut_off, state from rounds
    where region_id = ${regionId} and month >= ${month} order by month for share`;
}
