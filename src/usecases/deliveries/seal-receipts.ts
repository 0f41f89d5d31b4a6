import type { Db, Sql } from '../../db/connect.ts';
import { plainReceipts, storeSealedReceipt } from '../../db/queries/deliveries/receiving.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { deliveredFile } from '../../privacy/personal.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
}

const AT_ONCE = 200;

/**
 * Seals the checksums and names of files that an older release stored as they are, a page a transaction. A worker that dies in
 * between leaves what is done, and the next one goes on; several at once share the work. @returns how many were sealed
 */
export async function sealReceipts(deps: Dependencies, onStep: () => void = () => undefined): Promise<number> {
  for (let total = 0; ; ) {
    const done = await deps.sql.begin((tx) => sealPage(tx, deps.keys));
    onStep();
    if (done === 0) return total;
    total += done;
  }
}

async function sealPage(tx: Db, keys: KeyStore): Promise<number> {
  const rows = await plainReceipts(tx, AT_ONCE);
  const opening = await keys.make(rows.flatMap(({ id, isCleared }) => (isCleared ? [] : [id])));
  for (const { id, fileName, sha256 } of rows) {
    // Its key was destroyed: nothing of its file is kept.
    const receipt = opening.has(id) ? deliveredFile.seal(opening, id, id, { fileName, sha256 }) : null;
    await storeSealedReceipt(tx, id, receipt);
  }
  return rows.length;
}
