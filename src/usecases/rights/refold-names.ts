/** Indexes of names that an older release folded otherwise are made anew: only whoever has the keys can open the names. */
import type { Db, Sql } from '../../db/connect.ts';
import { objectionsToRefold, personsToRefold, possibleObjectors, storeObjectionFolding, storePersonFolding } from '../../db/queries/rights/foldings.ts';
import { isSameName, contradict } from '../../domain/rights/names.ts';
import { FOLDING, nameIndexes } from '../../keyed-hash.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { keyOf, objector, person, type Person } from '../../privacy/personal.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  config: { hashKey: string };
}

const AT_ONCE = 200;

/**
 * Persons first, a page a transaction, and then the objections that know whoever objected by a hash alone. A worker that dies in
 * between leaves what is done, and the next one goes on; several at once share the work. @returns how many were made anew
 */
export async function refoldNames(deps: Dependencies, onStep: () => void = () => undefined): Promise<number> {
  let total = 0;
  for (const refold of [refoldPersons, refoldObjections]) {
    for (;;) {
      const done = await deps.sql.begin((tx) => refold(tx, deps));
      onStep();
      if (done === 0) break;
      total += done;
    }
  }
  return total;
}

async function refoldPersons(tx: Db, { keys, config }: Dependencies): Promise<number> {
  const rows = await personsToRefold(tx, FOLDING, AT_ONCE);
  const opening = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  for (const { id, sealed, sealedFor } of rows) {
    const opened = person.open(opening, sealedFor, id, sealed);
    // Its key is gone: it is found by no name any more, and not looked at again.
    const indexes = opened === null ? { nameIndex: null, secondNameIndex: null, folding: FOLDING } : nameIndexes(config.hashKey, opened.lastName);
    await storePersonFolding(tx, id, indexes);
  }
  return rows.length;
}

async function refoldObjections(tx: Db, { keys, config }: Dependencies): Promise<number> {
  const rows = await objectionsToRefold(tx, FOLDING, AT_ONCE);
  for (const { id, personKey, addressHash } of rows) {
    const who = await objectorOf(tx, keys, id, personKey);
    // The person is not on record any more: the objection stays known by its hash alone.
    if (who === null) await storeObjectionFolding(tx, id, { folding: FOLDING });
    else {
      const sealed = objector.seal(new Map([[id, await keyOf(keys, id)]]), id, id, { lastName: who.lastName, initials: who.initials, birthDate: who.birthDate });
      await storeObjectionFolding(tx, id, { sealed, addressHash: addressHash ?? who.addressHash, ...nameIndexes(config.hashKey, who.lastName) });
    }
  }
  return rows.length;
}

/**
 * Whom it was filed for: the log names the signal. Where it does not, as of one that was carried over to a corrected name,
 * the person whose hash it bears, when those are all one name's.
 */
async function objectorOf(tx: Db, keys: KeyStore, objectionId: string, personKey: string): Promise<(Person & { addressHash: string | null }) | null> {
  const rows = await possibleObjectors(tx, objectionId, personKey);
  const opening = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  const opened = rows.flatMap(({ id, sealed, sealedFor, ...row }) => {
    const values = person.open(opening, sealedFor, id, sealed);
    return values === null ? [] : [{ ...row, ...values }];
  });
  const [first] = opened;
  const named = opened.find(({ isNamed }) => isNamed);
  if (named !== undefined || first === undefined) return named ?? null;
  return opened.every((other) => isSameName(other.lastName, first.lastName) && !contradict(other.initials, first.initials)) ? first : null;
}
