/** What colleagues are told, and whether they want it: a real database and a real mail server. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { AddressObject } from 'mailparser';
import { drainOutbox } from '../../src/mail/drain.ts';
import { mailTransport } from '../../src/mail/transport.ts';
import { writeDailyOverviews } from '../../src/usecases/outreach/write-daily-overviews.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { mailServer, type MailServer } from '../../testkit/mail-server.ts';
import { ids, seedCase, write } from './seed.ts';

const config = { mailFrom: 'meldpunt@twente.test', publicUrl: 'https://twente.test', hashKey: 'a key for tests only, of 32 characters or more', digestAt: '16:30' };
/** A Wednesday, the day before the first visit of the case is due. */
const wednesday = '2026-12-02';
const halfPastSeven = `${wednesday}T06:30:00.000Z`;

let database: TestDatabase;
let server: MailServer;
beforeAll(async () => {
  [database, server] = await Promise.all([testDatabase(), mailServer()]);
  await seedCase(database.sql);
  await database.sql`update accounts set blocked_at = now() where role in ('caseworker', 'desk', 'project-leader') and id not in ('meldpunt', 'projectleider')`;
  const [team] = await database.sql<{ teamId: string; municipalityCode: string }[]>`select team_id, municipality_code from cases where id = ${ids.case}`;
  for (const id of ['an', 'bo']) await database.sql`insert into accounts ${database.sql({ id, name: id, email: `${id}@enschede.test`, role: 'caseworker', ...team })}`;
});
afterEach(async () => {
  await database.sql`delete from outbox where id <> ${ids.entry}`;
  await database.sql`delete from account_notifications`;
  await database.sql`update cases set caseworker_id = null where id = ${ids.case}`;
});
afterAll(() => Promise.all([database.drop(), server.stop()]));

const sql = () => database.sql;
async function drained(at: string): Promise<{ to: string; subject: string; text: string }[]> {
  const before = server.mails.length;
  const transport = mailTransport(server.url);
  await drainOutbox({ sql: sql(), keys: database.keys, transport, config }, { onFailure: (_, error) => expect(error).toBeUndefined(), clock: () => new Date(at) });
  transport.close();
  return server.mails.slice(before).map(({ to, subject, text }) => ({ to: (to as AddressObject).text, subject: subject ?? '', text: text ?? '' })).sort((a, b) => (a.to < b.to ? -1 : 1));
}
const wants = (id: string, off: string[], dailyAt: string | null = '07:30') => sql()`insert into account_notifications (account_id, off, daily_at) values (${id}, ${off}, ${dailyAt})`;
const told = async (at: string) => (await writeDailyOverviews(sql(), at)).map((id) => id.split('.')[1]).sort();

describe('a crisis', () => {
  test('reaches the mailbox of the team and each of its people', async () => {
    await write(sql(), 'crisis', { kind: 'team' });
    expect((await drained(halfPastSeven)).map(({ to }) => to)).toEqual(['an@enschede.test', 'bo@enschede.test', 'team-enschede@voorbeeld.test']);
  });

  test('of a case in somebody\'s name reaches that person, who can do without', async () => {
    await sql()`update cases set caseworker_id = 'bo' where id = ${ids.case}`;
    await write(sql(), 'crisis', { kind: 'team' });
    expect((await drained(halfPastSeven)).map(({ to }) => to)).toEqual(['bo@enschede.test', 'team-enschede@voorbeeld.test']);
    await wants('bo', ['crisis']);
    await write(sql(), 'crisis', { kind: 'team' });
    expect((await drained(halfPastSeven)).map(({ to }) => to)).toEqual(['team-enschede@voorbeeld.test']);
  });

  test('that nobody at the desk wants comes all the same', async () => {
    await wants('meldpunt', ['crisis']);
    await write(sql(), 'crisis', { kind: 'desk' });
    expect((await drained(halfPastSeven)).map(({ to }) => to)).toEqual(['meldpunt@voorbeeld.test']);
  });
});

test('the new cases of a team are one mail, without those that ended meanwhile', async () => {
  const held = `${wednesday}T09:15:00.000Z`;
  for (const caseId of [ids.case, await anotherCase('visiting'), await anotherCase('closed')]) {
    await sql()`insert into outbox (id, template, recipient, case_id, created_at, held_until) values (${`new-case.${caseId}.4`}, 'new-cases', ${sql().json({ kind: 'team' })}, ${caseId}, ${`${wednesday}T09:00:00.000Z`}, ${held})`;
  }
  expect(await drained(`${wednesday}T09:14:00.000Z`)).toEqual([]);
  const mails = await drained(held);
  expect(mails.map(({ to }) => to)).toEqual(['an@enschede.test', 'bo@enschede.test', 'team-enschede@voorbeeld.test']);
  expect(mails[0]?.text).toContain('bij 2 inwoners');
  expect(mails[0]?.text).toContain(`https://twente.test/zaken/${ids.case}`);
  expect(await drained(`${wednesday}T12:00:00.000Z`)).toEqual([]);
});

describe('the overview of the day', () => {
  test('is written once a person and day, however often and by however many', async () => {
    const all = await Promise.all([told(halfPastSeven), told(halfPastSeven), told(halfPastSeven)]);
    expect(all.flat().sort()).toEqual(['an', 'bo']);
    expect(await told(`${wednesday}T11:00:00.000Z`)).toEqual([]);
    const [mail] = await drained(halfPastSeven);
    expect(mail?.subject).toBe('Uw werk van vandaag');
    expect(mail?.text).toMatch(/De komende vijf werkdagen: 2\s+ENS-2026-00001: Eerste bezoek, laatste dag donderdag 3 december 2026/);
  });

  test('comes at the hour that somebody chose, and not to who wants none', async () => {
    await wants('an', [], '09:00');
    await wants('bo', [], null);
    expect(await told(halfPastSeven)).toEqual([]);
    expect(await told(`${wednesday}T08:00:00.000Z`)).toEqual(['an']);
  });

  test('of what is late also reaches the project leader, who sees nothing else of others', async () => {
    expect(await told('2026-12-04T06:30:00.000Z')).toEqual(['an', 'bo', 'projectleider']);
    const mails = await drained('2026-12-04T06:30:00.000Z');
    expect(mails.find(({ to }) => to.startsWith('projectleider'))?.text).toMatch(/Te laat: 1\s+ENS-2026-00001: Eerste bezoek/);
  });

  test('does not come on a day that is none of work', async () => {
    expect(await told('2026-12-05T06:30:00.000Z')).toEqual([]);
    await sql()`insert into closed_days (date, name) values (${wednesday}, 'Gemeentehuis dicht')`;
    expect(await told(halfPastSeven)).toEqual([]);
    await sql()`delete from closed_days`;
  });

  test('says nothing of the person', async () => {
    await told(halfPastSeven);
    const [mail] = await drained(halfPastSeven);
    expect(mail?.text).not.toMatch(/Merk|7599ZZ|HUUR|STROOM/);
  });
});

let cases = 0;
async function anotherCase(phase: string): Promise<string> {
  const [household] = await sql()<{ id: string }[]>`insert into households (id, address_hash, municipality_code) select gen_random_uuid(), ${`other-${cases++}`}, municipality_code from cases where id = ${ids.case} returning id`;
  const [made] = await sql()<{ id: string }[]>`
    insert into cases (id, household_id, municipality_code, round_id, policy_version, phase, team_id, opened_at, matched_at, seq, address)
    select gen_random_uuid(), ${household?.id ?? ''}, municipality_code, round_id, policy_version, ${phase}, team_id, opened_at, matched_at, 5, address from cases where id = ${ids.case} returning id`;
  return made?.id ?? '';
}
