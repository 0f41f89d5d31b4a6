/** What is left of a case that was anonymised: everything that is counted, and nothing of a person. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connections } from '../../src/db/connect.ts';
import { personsOfCase } from '../../src/db/queries/cases/case-detail.ts';
import { wordsOf } from '../../src/db/queries/cases/timeline.ts';
import { systemActor } from '../../src/domain/case/commands.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { open } from '../../src/privacy/seal.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { anonymiseCase, type Anonymising } from '../../src/usecases/retention/anonymise-case.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { hashOf } from '../../testkit/data/address-book.ts';
import { roundId } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { eventually } from '../../testkit/eventually.ts';
import { places } from '../../testkit/data/places.ts';
import { file, openRoundRow, receive, receiveAndStore, store, verdicts } from '../deliveries/support.ts';
import { everything, figures, foundIn, writtenCase, type Stored, type WrittenCase } from './support.ts';

let database: TestDatabase;
let sql: Connections;
let stored: Stored;
let made: WrittenCase;

beforeAll(async () => {
  database = await testDatabase();
  sql = database.connect({ max: 6 });
  stored = { sql, keys: database.keys };
  await seedTwente(sql, places);
  // So that a figure that is lost is not lost among zeros.
  await writtenCase(stored);
}, 60_000);
beforeEach(async () => {
  made = await writtenCase(stored);
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const at = '2026-11-27T00:15:00.000Z';
const anonymise = (wanted: Partial<Anonymising> = {}, keys: KeyStore = stored.keys) => anonymiseCase({ sql, keys }, { caseId: made.caseId, actor: systemActor, because: 'retention', at, basis: { rule: 'with-help', dueOn: '2026-11-27' }, ...wanted });
const certificates = (caseId = made.caseId) => sql<{ detail: Record<string, unknown> }[]>`select detail from audit_log where action = 'anonymised' and case_id = ${caseId}`;
const rowOf = async (caseId = made.caseId) => (await sql<{ anonymisedAt: string | null; keyDestroyedAt: string | null }[]>`select anonymised_at, key_destroyed_at from cases where id = ${caseId}`)[0];
const addressOf = async (caseId: string) => {
  const [row] = await sql<{ householdId: string; addressHash: string; reference: string }[]>`
    select h.id as household_id, address_hash, reference from signals s join households h on h.id = s.household_id where s.case_id = ${caseId} and creditor_id = 'woongoed-twente'`;
  if (row === undefined) throw new Error('no signal');
  return row;
};
const hasKey = async (subject: string) => (await stored.keys.find([subject])).size === 1;

/** All that is sealed, as a backup of the database of before would hold it. */
const sealedOf = (caseId: string) =>
  sql<{ place: string; sealed: Buffer }[]>`
    select 'persons/' || p.id as place, sealed from persons p join signals s on s.person_id = p.id where s.case_id = ${caseId} and sealed is not null
      union all select 'cases.address/' || id, address from cases where id = ${caseId} and address is not null
      union all select 'notes/' || id, sealed from notes where case_id = ${caseId} union all select 'plans/' || id, sealed from plans where case_id = ${caseId}
      union all select 'contact_details/' || id, sealed from contact_details where case_id = ${caseId}
      union all select 'check_answers/' || signal_id || '/' || check_code, sealed from check_answers where case_id = ${caseId}
      union all select 'hand_overs.contact/' || id, contact from hand_overs where case_id = ${caseId} and contact is not null`;

describe('of a case that is anonymised', () => {
  test('nothing that was written or delivered is left in any table, and no figure is another', async () => {
    const before = await figures(sql);
    expect(foundIn(made.marks, await everything(database.owner))).toEqual(expect.arrayContaining([expect.stringContaining('reference in public.signals'), expect.stringContaining('service of a hand-over in public.hand_overs')]));
    expect((await sealedOf(made.caseId)).length).toBeGreaterThan(10);
    await anonymise();
    // The row that was refused is the delivery's: it goes by its own term.
    expect(foundIn(made.marks, await everything(database.owner)).filter((found) => !found.startsWith('refused reference '))).toEqual([]);
    expect(await sealedOf(made.caseId)).toEqual([]);
    expect(await sql`select 1 from contact_details where case_id = ${made.caseId}`).toHaveLength(0);
    expect(await sql`select 1 from check_answers where case_id = ${made.caseId}`).toHaveLength(0);
    expect(await figures(sql)).toEqual(before);
    expect(await sql`select 1 from timeline where case_id = ${made.caseId} and note_id is not null`).toHaveLength(0);
    expect(await sql`select 1 from persons p join signals s on s.person_id = p.id where s.case_id = ${made.caseId} and (name_index is not null or person_key is not null)`).toHaveLength(0);
  });

  test('nothing opens in an older backup either: its key is gone, and no other one opens it', async () => {
    const backup = await sealedOf(made.caseId);
    const [key] = (await stored.keys.find([made.caseId])).values();
    for (const { place, sealed } of backup) expect(open(key as Buffer, place, sealed).length).toBeGreaterThan(0);
    await anonymise();
    const subjects = (await sql<{ subject: string }[]>`select subject from keys.subject_keys`).map(({ subject }) => subject);
    const left = await stored.keys.find(subjects);
    expect(left.has(made.caseId)).toBe(false);
    expect(left.size).toBeGreaterThan(0);
    for (const { place, sealed } of backup) for (const other of left.values()) expect(() => open(other, place, sealed)).toThrow();
    expect((await wordsOf(stored, made.caseId)).size).toBe(0);
    expect(await personsOfCase(stored, made.caseId)).toEqual([]);
  });

  test('a certificate says what went, by which rule, and nothing of a person', async () => {
    const certificate = await anonymise();
    expect(certificate).toMatchObject({ caseId: made.caseId, because: 'retention', basis: { rule: 'with-help', dueOn: '2026-11-27' }, policyVersion: 'twente-1', closedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), counts: { persons: 2, signals: 2, deliveryRows: 2, households: 1, sightings: 0 } });
    const { because, basis, policyVersion, closedOn, counts } = certificate ?? {};
    expect(await certificates()).toEqual([{ detail: { because, basis, policyVersion, closedOn, counts } }]);
    expect(counts?.notes).toBeGreaterThan(5);
  });

  test('nothing is written any more', async () => {
    await anonymise();
    const actor = { id: 'projectleider', role: 'project-leader' as const, municipalityCode: null, teamId: null, creditorId: null };
    await expect(addNote(stored, actor, { caseId: made.caseId, text: 'Toch nog iets.', key: 'k' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await sql`select 1 from notes where case_id = ${made.caseId}`).toHaveLength(0);
  });
});

describe('it happens once', () => {
  test('a second time changes nothing', async () => {
    await anonymise();
    const before = await everything(database.owner);
    expect(await anonymise({ at: '2027-01-01T00:00:00.000Z' })).toBeNull();
    expect(await everything(database.owner)).toEqual(before);
  });

  test('three at once: one does it', async () => {
    const started: ReturnType<typeof anonymise>[] = [];
    // All have looked, or wait to look, before any can write.
    await sql.begin(async (tx) => {
      await tx`select 1 from cases where id = ${made.caseId} for update`;
      started.push(anonymise(), anonymise(), anonymise());
      await eventually(async () => expect(await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).toHaveLength(3));
    });
    expect((await Promise.all(started)).filter((one) => one !== null)).toHaveLength(1);
    expect(await certificates()).toHaveLength(1);
  });

  test('one that dies before the key is gone is finished by the next', async () => {
    const dying: KeyStore = { ...stored.keys, destroy: () => Promise.reject(new Error('killed')) };
    await expect(anonymise({}, dying)).rejects.toThrow('killed');
    expect([await hasKey(made.caseId), await rowOf()]).toEqual([true, { anonymisedAt: at, keyDestroyedAt: null }]);
    expect(await anonymise()).toBeNull();
    expect([await hasKey(made.caseId), await rowOf()]).toEqual([false, { anonymisedAt: at, keyDestroyedAt: at }]);
    expect(await certificates()).toHaveLength(1);
  });

  test('one that dies before Postgres has it all leaves everything as it was', async () => {
    const before = await everything(database.owner);
    await expect(anonymise({ basis: { rule: '\0' } })).rejects.toThrow();
    expect(await everything(database.owner)).toEqual(before);
    expect(await hasKey(made.caseId)).toBe(true);
  });
});

describe('it is refused, and changes nothing,', () => {
  test.each([
    ['while the case is open', (id: string) => sql`update cases set phase = 'visiting', state = jsonb_set(state, '{phase}', '"visiting"') where id = ${id}`],
    ['while it is being opened again', (id: string) => sql`update cases set phase = 'triage', reserved_at = now() where id = ${id}`],
    ['on hold', (id: string) => sql`update cases set held_at = now() where id = ${id}`],
    ['while a signal of it waits for its round', (id: string) => sql`update signals set state = 'pending' where id = (select min(id::text)::uuid from signals where case_id = ${id})`],
  ])('%s', async (_what, prepare) => {
    await prepare(made.caseId);
    const before = await everything(database.owner);
    await expect(anonymise()).rejects.toMatchObject({ code: 'conflict' });
    expect(await everything(database.owner)).toEqual(before);
    expect(await hasKey(made.caseId)).toBe(true);
  });

  test('of a case that is not there', async () => {
    await expect(anonymise({ caseId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what others need stays', () => {
  test('a person whose signal went on in another case opens there, though this key sealed it', async () => {
    const other = await writtenCase(stored);
    const [moved] = made.signals;
    await sql`update signals set case_id = ${other.caseId} where id = ${moved?.id ?? ''}`;
    const before = await personsOfCase(stored, other.caseId);
    expect(before).toHaveLength(3);
    await anonymise();
    expect(await personsOfCase(stored, other.caseId)).toEqual(before);
    await anonymise({ caseId: other.caseId });
    expect(await personsOfCase(stored, other.caseId)).toEqual([]);
    expect(foundIn(made.marks, await everything(database.owner)).filter((found) => !found.startsWith('refused reference '))).toEqual([]);
  });

  test('a person of this case goes, whichever key sealed it, and that key stays', async () => {
    const other = await writtenCase(stored);
    const [moved] = other.signals;
    await sql`update signals set case_id = ${made.caseId} where id = ${moved?.id ?? ''}`;
    await anonymise();
    expect(await hasKey(other.caseId)).toBe(true);
    expect(await sql`select 1 from persons where id = (select person_id from signals where id = ${moved?.id ?? ''}) and sealed is not null`).toHaveLength(0);
    expect(await personsOfCase(stored, other.caseId)).toHaveLength(1);
  });

  test('an address is known again as long as another case is about it, and not after the last', async () => {
    const other = await writtenCase(stored);
    const { householdId, addressHash } = await addressOf(other.caseId);
    await sql`update cases set household_id = ${householdId} where id = ${made.caseId}`;
    await sql`update signals set household_id = ${householdId} where case_id = ${made.caseId}`;
    await sql`insert into address_sightings (address_hash, round_id, seen_on) values (${addressHash}, ${roundId}, '2026-10-25')`;
    const hashNow = async () => (await sql<{ addressHash: string }[]>`select address_hash from households where id = ${householdId}`)[0]?.addressHash;
    expect((await anonymise({ because: 'erasure' }))?.counts).toMatchObject({ households: 0, sightings: 0 });
    expect(await hashNow()).toBe(addressHash);
    expect((await anonymise({ caseId: other.caseId }))?.counts).toMatchObject({ households: 1, sightings: 0 });
    expect(await hashNow()).not.toBe(addressHash);
    expect(await sql`select 1 from address_sightings where address_hash = ${addressHash}`).toHaveLength(1);
  });

  test('of two cases at one address that go at once, the last takes the address along', async () => {
    const other = await writtenCase(stored);
    const { householdId, addressHash } = await addressOf(other.caseId);
    await sql`update cases set household_id = ${householdId} where id = ${made.caseId}`;
    await sql`update signals set household_id = ${householdId} where case_id = ${made.caseId}`;
    const done = await Promise.all([anonymise(), anonymise({ caseId: other.caseId })]);
    expect(done.map((one) => one?.counts.households).sort()).toEqual([0, 1]);
    expect(await sql`select 1 from households where address_hash = ${addressHash}`).toHaveLength(0);
  });
});

describe('erased on request', () => {
  test('what was seen at the address, and refused rows about the same contract, go too', async () => {
    const { addressHash, reference } = await addressOf(made.caseId);
    await sql`insert into address_sightings (address_hash, round_id, seen_on) values (${addressHash}, ${roundId}, '2026-10-25')`;
    await sql`insert into delivery_rows (delivery_id, line, reference, verdict, problems) values (${made.deliveryId}, 10, ${reference}, 'refused', ${Buffer.of(1)})`;
    expect(await anonymise({ because: 'erasure', basis: { requestId: randomUUID() } })).toMatchObject({ because: 'erasure', counts: { sightings: 1, refusedRows: 1 } });
    expect(await sql`select 1 from delivery_rows where delivery_id = ${made.deliveryId} and line = 10 and reference is null and problems is null`).toHaveLength(1);
    expect(await sql`select 1 from delivery_rows where delivery_id = ${made.deliveryId} and line = 9 and problems is not null`).toHaveLength(1);
  });

  test('the same contract reported again begins a new case, at a household of its own', async () => {
    const openRound = await openRoundRow(sql, '2041-03');
    const first = await receiveAndStore(stored, { roundId: openRound, bytes: file({ reference: 'CONTRACT-1', house: 41 }) });
    const [before] = await sql<{ id: string; caseId: string; householdId: string }[]>`select id, case_id, household_id from signals where reference = 'CONTRACT-1'`;
    if (before === undefined) throw new Error('no signal');
    await sql`update signals set state = 'dropped', decided_at = now() where id = ${before.id}`;
    await sql`update cases set phase = 'closed', closed_at = now() where id = ${before.caseId}`;
    await anonymise({ caseId: before.caseId, because: 'erasure' });
    const again = await receiveAndStore(stored, { roundId: openRound, bytes: file({ reference: 'CONTRACT-1', house: 41, amount: '600,00' }) });
    expect(await verdicts(stored, again)).toEqual(['accepted']);
    expect(await verdicts(stored, first)).toEqual(['accepted']);
    const [after] = await sql<{ caseId: string; householdId: string }[]>`select case_id, household_id from signals where reference = 'CONTRACT-1'`;
    expect([after?.caseId, after?.householdId]).not.toEqual(expect.arrayContaining([before.caseId]));
    expect(after?.householdId).not.toBe(before.householdId);
    expect(await sql`select 1 from households where address_hash = ${hashOf('7512AB-41')}`).toHaveLength(1);
    expect(await personsOfCase(stored, after?.caseId ?? '')).toHaveLength(1);
  });

  test('a signal that comes while its address is forgotten is stored, at a household that is known by it', async () => {
    const openRound = await openRoundRow(sql, '2041-04');
    for (let house = 50; house < 58; house += 1) {
      const key = `7512AB-${house}`;
      const { householdId } = await addressOf(made.caseId);
      await sql`update households set address_hash = ${hashOf(key)} where id = ${householdId}`;
      const delivery = await receive(stored, { roundId: openRound, bytes: file({ reference: `RACE-${house}`, house }) });
      // As the engine does: an activity that failed is done again.
      const storing = store(stored, delivery).catch(() => store(stored, delivery));
      const [certificate] = await Promise.all([anonymise(), storing]);
      const known = await sql<{ id: string }[]>`select h.id from households h join signals s on s.household_id = h.id where h.address_hash = ${hashOf(key)} and s.reference = ${`RACE-${house}`}`;
      expect(known).toHaveLength(1);
      expect(certificate?.counts.households).toBe(known[0]?.id === householdId ? 0 : 1);
      made = await writtenCase(stored);
    }
  }, 120_000);
});
