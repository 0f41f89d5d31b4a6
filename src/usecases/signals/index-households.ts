import type { Sql } from '../../db/connect.ts';
import { householdsToIndex, storeNumberHash } from '../../db/queries/signals/likely-households.ts';
import { numberHash } from '../../keyed-hash.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address } from '../../privacy/personal.ts';

const AT_ONCE = 200;

/** Gives the households of earlier releases the hash by which those at the same number are found; workers share the work. @returns how many */
export async function indexHouseholds({ sql, keys, config }: { sql: Sql; keys: KeyStore; config: { hashKey: string } }, onStep: () => void = () => undefined): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await sql.begin(async (tx) => {
      const rows = await householdsToIndex(tx, AT_ONCE);
      const found = await keys.find(rows.map(({ caseId }) => caseId));
      for (const { id, caseId, address: sealed } of rows) {
        const home = address.open(found, caseId, caseId, sealed);
        await storeNumberHash(tx, id, home === null ? '' : numberHash(config.hashKey, home));
      }
      return rows.length;
    });
    onStep();
    if (done === 0) return total;
    total += done;
  }
}
