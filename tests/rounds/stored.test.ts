import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connections } from '../../src/db/connect.ts';
import { policiesOn } from '../../src/db/queries/planning/policies.ts';
import { startDeadline } from '../../src/domain/deadlines/deadline.ts';
import { decreeDays, systemCalendar } from '../../src/domain/time/calendar.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { concludeRound } from '../../src/usecases/rounds/conclude-round.ts';
import { makeMatchList } from '../../src/usecases/rounds/make-match-list.ts';
import { keyStore } from '../../src/privacy/key-store.ts';
import { masterKeys } from '../../testkit/data/keys.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { startApplying } from '../../src/usecases/rounds/start-applying.ts';
import { storeRoundClosing } from '../../src/usecases/rounds/store-round-closing.ts';
import { storeRoundDeadline } from '../../src/usecases/rounds/store-round-deadline.ts';
import { enschede, insertCandidate, insertRound, roundId } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { places } from '../../testkit/data/places.ts';

const at = '2026-10-25T10:00:00.000Z';
const hengelo = '0164';

describe('what a round stores', () => {
  let database: TestDatabase;
  let sql: Connections;

  beforeAll(async () => {
    database = await testDatabase();
    sql = database.connect({ max: 4 });
    await seedTwente(sql, places);
  });
  beforeEach(async () => {
    await database.owner`truncate rounds, households, persons, cases, signals, match_decisions, outbox, deadlines, address_sightings, objections cascade`;
    await sql`delete from policies where municipality_code is not null`;
    await sql`update agreements set arrears_age_days = null, minimum_amount_cents = null`;
    await insertRound(sql);
    await sql`update rounds set state = 'matching'`;
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const list = (listVersion = 1) => makeMatchList({ sql, keys: keyStore(sql, masterKeys) }, { roundId, listVersion, at });
  const confirm = (listVersion = 1) => startApplying(sql, { roundId, listVersion, by: 'meldpunt', at });
  const decisions = async () => (await sql<{ reason: string | null }[]>`select reason from match_decisions order by reason`).map(({ reason }) => reason);
  const round = async () => (await sql<Record<string, unknown>[]>`select state, list_version, to_apply, confirmed_by, closed_at from rounds`)[0];

  test('a list takes the place of the one before as a whole, and the same version again is left alone', async () => {
    const { signalIds } = await insertCandidate(sql);
    await list(1);
    expect(await decisions()).toEqual([null, null]);
    await sql`update signals set state = 'dropped' where id = ${signalIds[0] ?? ''}`;
    await list(1);
    expect(await decisions()).toEqual([null, null]);
    await list(2);
    expect(await decisions()).toEqual(['no-match']);
    expect(await round()).toMatchObject({ state: 'proposed', listVersion: 2 });
  });

  test('each municipality is matched by its own policy, and each creditor by the window of its agreement', async () => {
    await sql`
      insert into policies (version, region_id, municipality_code, valid_from, body)
      values ('hengelo-1', 'twente', ${hengelo}, '2026-01-01', ${sql.json({ ...twentePolicy, match: { ...twentePolicy.match, minSignals: 1 } })})`;
    await insertCandidate(sql, { municipality: enschede, creditors: ['woongoed-twente'] });
    await insertCandidate(sql, { municipality: hengelo, creditors: ['woongoed-twente'] });
    await insertCandidate(sql, { municipality: hengelo, creditors: ['zorgzeker'] });
    await sql`update agreements set arrears_age_days = '{"from": 1, "to": 9}' where creditor_id = 'zorgzeker'`;
    await list();
    expect(await decisions()).toEqual(['arrears-age', 'no-match', null]);
  });

  test('each creditor is matched by the minimum of its agreement, and by the rules for its kind', async () => {
    const match = { ...twentePolicy.match, minSignals: 1, byKind: { energy: { arrearsAgeDays: { from: 1, to: 9 } } } };
    await sql`insert into policies (version, region_id, municipality_code, valid_from, body) values ('hengelo-1', 'twente', ${hengelo}, '2026-01-01', ${sql.json({ ...twentePolicy, match })})`;
    for (const creditor of ['woongoed-twente', 'zorgzeker', 'oost-energie']) await insertCandidate(sql, { municipality: hengelo, creditors: [creditor] });
    await sql`update agreements set minimum_amount_cents = 100000000 where creditor_id = 'zorgzeker'`;
    await sql`update signals set kind = 'energy' where creditor_id = 'oost-energie'`;
    await list();
    expect(await decisions()).toEqual(['arrears-age', 'below-minimum', null]);
  });

  test('a policy holds from its day on, for its municipality only', async () => {
    const body = sql.json({ ...twentePolicy, match: { ...twentePolicy.match, minSignals: 1 } });
    await sql`insert into policies (version, region_id, municipality_code, valid_from, body) values ('hengelo-1', 'twente', ${hengelo}, '2026-10-25', ${body})`;
    const minimumOn = async (date: string, code: string) => (await policiesOn(sql, 'twente', date)).of(code).match.minSignals;
    expect([await minimumOn('2026-10-24', hengelo), await minimumOn('2026-10-25', hengelo), await minimumOn('2026-10-25', enschede)]).toEqual([2, 1, 2]);
  });

  test('an address seen within six months makes a case consecutive; longer ago, or in the round itself, does not', async () => {
    const candidates = [await insertCandidate(sql), await insertCandidate(sql), await insertCandidate(sql)];
    await sql`
      insert into rounds (id, region_id, month, cut_off, state, opened_at)
      values ('twente-2026-04', 'twente', '2026-04', ${at}, 'confirmed', ${at}), ('twente-2026-03', 'twente', '2026-03', ${at}, 'confirmed', ${at})`;
    const seen = (n: number, inRound: string, on: string) => sql`
      insert into address_sightings (address_hash, round_id, seen_on)
      select h.address_hash, ${inRound}, ${on}::date from households h join cases c on c.household_id = h.id where c.id = ${candidates[n]?.id ?? ''}`;
    await seen(0, 'twente-2026-04', '2026-04-25');
    await seen(1, 'twente-2026-03', '2026-04-24');
    await seen(2, roundId, '2026-10-24');
    await list();
    const flags = await Promise.all(candidates.map(({ id }) => sql<{ consecutive: boolean }[]>`select distinct consecutive from match_decisions where case_id = ${id}`));
    expect(flags.map(([row]) => row?.consecutive)).toEqual([true, false, false]);
  });

  test('a list is fixed only when it is the newest and no signal came after it', async () => {
    await insertCandidate(sql);
    await list();
    expect(await confirm(0)).toBe(false);
    await insertCandidate(sql);
    expect(await confirm(1)).toBe(false);
    expect(await round()).toMatchObject({ state: 'proposed' });
    await list(2);
    expect(await confirm(2)).toBe(true);
    expect(await round()).toMatchObject({ state: 'applying', confirmedBy: 'meldpunt', toApply: 2 });
    expect(await confirm(2)).toBe(true);
  });

  test('the real moment of closing is kept, also when it is stored twice', async () => {
    await sql`update rounds set state = 'open'`;
    expect(await storeRoundClosing(sql, { roundId, closedAt: at })).toEqual({ matchResult: twentePolicy.deadlines['match-result'], confirmation: 'person', closedDays: decreeDays });
    await storeRoundClosing(sql, { roundId, closedAt: '2026-10-26T10:00:00Z' });
    expect(await round()).toMatchObject({ state: 'matching', closedAt: at });
  });

  test('an older record of the deadline never overwrites a newer, and its mail is written once', async () => {
    const deadline = startDeadline({ id: `${roundId}.match-result`, kind: 'match-result', rule: twentePolicy.deadlines['match-result'], from: at, by: 'round-closed' }, systemCalendar);
    const warning = { roundId, deadline, seq: 2, mails: [{ template: 'deadline-warning' as const, to: { kind: 'desk' as const } }], at };
    await storeRoundDeadline(sql, { roundId, deadline: { ...deadline, state: 'met' }, seq: 3, mails: [], at });
    await storeRoundDeadline(sql, warning);
    await storeRoundDeadline(sql, warning);
    expect(await sql`select state, seq, due_on from deadlines`).toEqual([{ state: 'met', seq: 3, dueOn: '2026-10-27' }]);
    expect(await sql`select id from outbox`).toHaveLength(1);
  });

  test('a crisis that joined a running case on its receipt leaves a sighting, though no list names it; one that was turned away leaves none', async () => {
    const joined = await insertCandidate(sql, { creditors: ['woongoed-twente'] });
    const turnedAway = await insertCandidate(sql, { creditors: ['woongoed-twente'] });
    await sql`update signals set crisis = true, state = case when id = any(${joined.signalIds}) then 'in-case' else 'dropped' end`;
    await sql`update signals set reason = 'not-private' where id = any(${turnedAway.signalIds})`;
    await concludeRound(sql, { roundId, at });
    const seen = await sql<{ id: string }[]>`select c.id from address_sightings a join households h on h.address_hash = a.address_hash join cases c on c.household_id = h.id`;
    expect(seen.map(({ id }) => id)).toEqual([joined.id]);
  });

  test('the end of a round forgets addresses after six months, and mails each creditor once what becomes of its signals', async () => {
    await insertCandidate(sql, { creditors: ['woongoed-twente'] });
    await list();
    await sql`update signals set state = 'dropped', reason = 'no-match'`;
    await sql`insert into rounds (id, region_id, month, cut_off, state, opened_at) values ('twente-2026-04', 'twente', '2026-04', ${at}, 'confirmed', ${at})`;
    await sql`insert into address_sightings (address_hash, round_id, seen_on) values ('old', 'twente-2026-04', '2026-04-24'), ('kept', 'twente-2026-04', '2026-04-25')`;
    const mails = await concludeRound(sql, { roundId, at });
    expect(await concludeRound(sql, { roundId, at })).toEqual(mails);
    expect(mails).toEqual([`drop-outs.${roundId}.woongoed-twente`]);
    expect(await sql`select 1 from outbox where template = 'drop-outs'`).toHaveLength(1);
    expect((await sql<{ seenOn: string }[]>`select seen_on from address_sightings order by 1`).map(({ seenOn }) => seenOn)).toEqual(['2026-04-25', '2026-10-25']);
  });
});
