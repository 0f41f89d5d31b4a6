/** Of a creditor's file nothing is kept that tells, without our key, who was in it. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CallingActor } from '../../src/actor.ts';
import type { Connections } from '../../src/db/connect.ts';
import { prepareDatabase } from '../../src/db/admit.ts';
import { findReceipt } from '../../src/db/queries/deliveries/deliveries.ts';
import { systemActor } from '../../src/domain/case/commands.ts';
import { sealReceipts } from '../../src/usecases/deliveries/seal-receipts.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { anonymiseCase } from '../../src/usecases/retention/anonymise-case.ts';
import { clearDelivery } from '../../src/usecases/retention/clear-delivery.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';
import { creditorId, file, openRoundRow, receive, receiveAndStore } from '../deliveries/support.ts';
import { everything, type Stored } from './support.ts';

const at = '2026-11-27T00:15:00.000Z';
const creditor: CallingActor = { id: `schuldeiser-${creditorId}`, role: 'creditor', municipalityCode: null, teamId: null, creditorId };
let database: TestDatabase;
let sql: Connections;
let stored: Stored;
let roundId: string;
beforeAll(async () => {
  database = await testDatabase();
  sql = database.connect({ max: 6 });
  stored = { sql, keys: database.keys };
  await seedTwente(sql, places);
  roundId = await openRoundRow(sql, '2026-11');
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const digest = (algorithm: string, of: Buffer | string) => createHash(algorithm).update(of).digest();

/** The file, its lines and fields, and what people join of a person's fields, as somebody would guess them. */
function guesses(bytes: Buffer): (Buffer | string)[] {
  const lines = bytes.toString().split('\n').filter((line) => line !== '');
  const fields = lines.slice(1).map((line) => line.split(';'));
  const joined = fields.flatMap(([reference = '', name = '', postcode = '', house = '', place = '']) =>
    ['', ' ', '|', ';', ',', '-'].flatMap((by) => [[name, postcode], [postcode, house], [name, postcode, house], [postcode, house, place], [reference, name]].map((some) => some.join(by))),
  );
  const texts = [...lines, ...fields.flat(), ...joined, ...fields.map(([, , postcode = '', house = '']) => `${postcode}-${house}-`)];
  return [bytes, bytes.toString().trimEnd(), ...lines.map((line) => `${line}\n`), ...texts.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()])];
}

/** Which guesses a dump confirms: the first forty characters of a digest in it, in whatever form it is written. */
async function confirmed(bytes: Buffer): Promise<string[]> {
  const dump = (await everything(database.owner)).join('\n');
  const lower = dump.toLowerCase();
  return guesses(bytes).flatMap((guess) =>
    ['sha256', 'sha1', 'md5', 'sha512'].flatMap((algorithm) => {
      const found = digest(algorithm, guess);
      const isThere = lower.includes(found.toString('hex')) || ['base64', 'base64url'].some((form) => dump.includes(found.toString(form as BufferEncoding).replace(/=+$/, '')));
      return isThere ? [`${algorithm} of ${guess.toString()}`] : [];
    }),
  );
}

const kept = async (id: string) => (await sql<{ known: boolean; receipt: boolean }[]>`select same_file is not null as known, receipt is not null as receipt from deliveries where id = ${id}`)[0];
const finish = (id: string) => sql`update deliveries set state = 'done', finished_at = now() where id = ${id}`;
const receipt = (id: string) => findReceipt(stored, creditor, id);

async function erase(reference: string): Promise<void> {
  const [row] = await sql<{ caseId: string }[]>`select case_id from signals where reference = ${reference}`;
  await sql`update signals set state = 'dropped', decided_at = now() where reference = ${reference}`;
  await sql`update cases set phase = 'closed', closed_at = now(), ending = 'drop-out' where id = ${row?.caseId ?? ''}`;
  await anonymiseCase(stored, { caseId: row?.caseId ?? '', actor: systemActor, because: 'erasure', at });
}

/** As releases before sealing stored it. */
const asBefore = (id: string, sha256: string) => sql`update deliveries set sha256 = ${sha256}, file_name = 'Guessed.csv', same_file = null, receipt = null where id = ${id}`;

test('its checksum is on the receipt, and in no table', async () => {
  const bytes = file({ reference: 'G1', house: 1, name: 'Guessed' });
  const id = await receiveAndStore(stored, { roundId, bytes });
  expect(await receipt(id)).toMatchObject({ sha256: digest('sha256', bytes).toString('hex'), fileName: null });
  expect(await confirmed(bytes)).toEqual([]);
});

test('that an older release stored is known again after the set-up, and sealed by the workers', async () => {
  const bytes = file({ reference: 'G2', house: 2, name: 'Guessed' });
  const sha256 = digest('sha256', bytes).toString('hex');
  const id = await receiveAndStore(stored, { roundId, bytes });
  await asBefore(id, sha256);
  expect(await confirmed(bytes)).toEqual([`sha256 of ${bytes.toString()}`]);
  const urls = { databaseUrl: database.url, databaseOwnerUrl: database.ownerUrl, keysDatabaseUrl: database.url, hashKey };
  await prepareDatabase(urls);
  await prepareDatabase(urls);
  expect(await receive(stored, { roundId, bytes })).toBe(id);
  const done = await Promise.all([sealReceipts(stored), sealReceipts(stored)]);
  expect(done[0] + done[1]).toBe(1);
  expect(await confirmed(bytes)).toEqual([]);
  expect(await receipt(id)).toMatchObject({ sha256, fileName: 'Guessed.csv' });
  expect(await receive(stored, { roundId, bytes })).toBe(id);
});

test('whose key is gone is sealed no more: nothing of it stays', async () => {
  const bytes = file({ reference: 'G3', house: 3, name: 'Guessed' });
  const id = await receiveAndStore(stored, { roundId, bytes });
  await asBefore(id, digest('sha256', bytes).toString('hex'));
  await stored.keys.destroy([id], at);
  await sealReceipts(stored);
  expect(await confirmed(bytes)).toEqual([]);
  expect(await receipt(id)).toMatchObject({ sha256: null, fileName: null });
});

test('is not known again after its term', async () => {
  const bytes = file({ reference: 'G4', house: 4, name: 'Guessed' });
  const id = await receiveAndStore(stored, { roundId, bytes });
  await finish(id);
  expect(await kept(id)).toEqual({ known: true, receipt: true });
  await clearDelivery(stored, { deliveryId: id, actor: systemActor, at, dueOn: '2026-11-27' });
  expect(await kept(id)).toEqual({ known: false, receipt: false });
  expect(await receipt(id)).toMatchObject({ sha256: null, fileName: null, accepted: 1 });
  expect(await confirmed(bytes)).toEqual([]);
});

test('is not known again after the erasure of the last person in it', async () => {
  const bytes = file({ reference: 'G5', house: 5, name: 'Guessed' }, { reference: 'G6', house: 6, name: 'Other' });
  const id = await receiveAndStore(stored, { roundId, bytes });
  await finish(id);
  await erase('G5');
  expect(await kept(id)).toEqual({ known: true, receipt: true });
  await erase('G6');
  expect(await kept(id)).toEqual({ known: false, receipt: false });
  expect(await confirmed(bytes)).toEqual([]);
});
