import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCasesOf, personsOfCases, type FoundCase, type FoundPerson, type FoundPosition, type Wanted } from '../../db/queries/rights/search.ts';
import { caseNumberIn } from '../../domain/case/case-number.ts';
import { addressKey, type Address } from '../../domain/matching/address.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { phaseLabels } from '../../domain/case/lifecycle.ts';
import { searchedNames } from '../../domain/rights/names.ts';
import { hashOfName, keyedHash, numberHash } from '../../keyed-hash.ts';
import type { Page, PageAsked } from '../../paging.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, person, shownAddress, type Person } from '../../privacy/personal.ts';

interface Dependencies {
  sql: Db;
  keys: KeyStore;
  config: { hashKey: string };
}

/** What is searched for; of what is given, all must fit. */
interface Search {
  lastName: string | null;
  birthDate: LocalDate | null;
  address: Address | null;
  /** Whatever stands behind the number of the house. */
  anyAddition: boolean;
  /** A number of ours, or a reference of a creditor. */
  reference: string | null;
}

const LOOKED_AT_ONCE = 200;

export type { FoundPosition };

/**
 * The cases of a person, at an address or with a number, the newest first. Who was erased is not found. A surname is recognised by its
 * keyed hash and a birth date after opening, so that neither is ever asked of Postgres. Which cases were found is noted
 * with it, never what for.
 */
export function searchCases({ sql, ...deps }: Dependencies & { sql: Sql }, actor: CallingActor, search: Search, { after, limit }: PageAsked<FoundPosition>): Promise<Page<ReturnType<typeof shown>, FoundPosition>> {
  return sql.begin(async (tx) => {
    const { items, next } = await findCases({ ...deps, sql: tx }, actor, search, { after, limit });
    await writeAudit(tx, actor, { action: 'search-persons', outcome: 'done', detail: { count: items.length, caseIds: items.map(({ id }) => id) } });
    return { items, next };
  });
}

async function findCases(deps: Dependencies, actor: CallingActor, search: Search, { after, limit }: PageAsked<FoundPosition>) {
  const found: Awaited<ReturnType<typeof openCases>> = [];
  for await (const cases of pagesOf(deps, actor, wantedOf(deps.config.hashKey, search), after ?? undefined)) {
    found.push(...cases.filter(({ persons }) => persons.some((one) => one.isCalled && isBornOn(one, search.birthDate))));
    if (found.length > limit) break;
  }
  const [items, last] = [found.slice(0, limit), found[limit - 1]];
  return { items: items.map(shown), next: found.length > limit && last !== undefined ? { openedAt: last.openedAt, id: last.id } : null };
}

const wantedOf = (hashKey: string, search: Search): Wanted => ({
  nameIndexes: search.lastName === null ? [] : searchedNames(search.lastName).map((name) => hashOfName(hashKey, name)),
  addressHash: search.address === null || search.anyAddition ? null : keyedHash(hashKey, addressKey(search.address)),
  numberHash: search.address === null || !search.anyAddition ? null : numberHash(hashKey, search.address),
  reference: search.reference,
  caseNumber: search.reference === null ? null : caseNumberIn(search.reference),
});

async function* pagesOf({ sql, keys }: Dependencies, actor: CallingActor, wanted: Wanted, from: FoundPosition | undefined) {
  for (let after = from; ; ) {
    const cases = await findCasesOf(sql, actor, wanted, { after, limit: LOOKED_AT_ONCE });
    yield await openCases(keys, cases, await personsOfCases(sql, cases.map(({ id }) => id), wanted));
    if (cases.length < LOOKED_AT_ONCE) return;
    after = cases.at(-1);
  }
}

async function openCases(keys: KeyStore, cases: readonly FoundCase[], persons: readonly FoundPerson[]) {
  const theirs = await keys.find([...cases.map(({ id }) => id), ...persons.map(({ sealedFor }) => sealedFor)]);
  return cases.map((found) => ({
    ...found,
    address: shownAddress(address.open(theirs, found.id, found.id, found.address)),
    persons: persons.flatMap(({ caseId, id, sealed, sealedFor, isCalled }) => {
      const opened = caseId === found.id ? person.open(theirs, sealedFor, id, sealed) : null;
      return opened === null ? [] : [{ id, isCalled, ...opened }];
    }),
  }));
}

/** Who has none on file may be the one: whoever searches sees that, and decides. */
const isBornOn = ({ birthDate }: Person, wanted: LocalDate | null) => wanted === null || birthDate === null || birthDate === wanted;

/** Who they are, not how they are reached: that is in the case. */
function shown({ persons, ...found }: Awaited<ReturnType<typeof openCases>>[number]) {
  return { ...found, phaseLabel: phaseLabels[found.phase], persons: persons.map(({ id, lastName, initials, birthDate }) => ({ id, lastName, initials, birthDate })) };
}
