/** One mail a creditor a working day and kind, made of what was decided: by a real database, a real mail server and a clock of its own. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressObject } from 'mailparser';
import { makeDueDigests } from '../../src/mail/digests.ts';
import { drainOutbox } from '../../src/mail/drain.ts';
import { mailTransport } from '../../src/mail/transport.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { mailServer, type MailServer } from '../../testkit/mail-server.ts';
import { rent } from './examples.ts';
import { ids, seedCase, write } from './seed.ts';

const config = { mailFrom: 'meldpunt@twente.test', publicUrl: 'https://twente.test', hashKey: 'a key for tests only, of 32 characters or more', digestAt: '16:30' };

const energy = { kind: 'creditor', id: 'oost-energie' } as const;

let database: TestDatabase;
let server: MailServer;
let now: string;
beforeAll(async () => {
  [database, server] = await Promise.all([testDatabase(), mailServer()]);
  await seedCase(database.sql);
});
beforeEach(() => {
  // A Tuesday, 10:30 in Amsterdam.
  now = '2026-11-24T09:30:00.000Z';
});
afterEach(async () => {
  await database.sql`delete from outbox where id <> ${ids.entry}`;
  await database.sql`delete from creditor_contacts`;
});
afterAll(() => Promise.all([database.drop(), server.stop()]));

const sql = () => database.sql;
/** What arrived because of this draining: to whom, and its words. */
async function drained(at = now, digestAt: string | null = config.digestAt): Promise<{ to: string; subject: string; text: string }[]> {
  const before = server.mails.length;
  const transport = mailTransport(server.url);
  await drainOutbox({ sql: sql(), keys: database.keys, transport, config: { ...config, digestAt: digestAt ?? undefined } }, { onFailure: (_, error) => expect(error).toBeUndefined(), clock: () => new Date(at) });
  transport.close();
  return server.mails.slice(before).map(({ to, subject, text }) => ({ to: (to as AddressObject).text, subject: subject ?? '', text: text ?? '' })).sort((a, b) => (a.to + a.subject < b.to + b.subject ? -1 : 1));
}
const atHalfPastFour = '2026-11-24T15:30:00.000Z';
const tell = (template: Parameters<typeof write>[1], data: Record<string, unknown> = {}, createdAt = now) => write(sql(), template, rent, data, createdAt);
const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
const unsettled = async () => (await sql()<{ template: string }[]>`select template from outbox where sent_at is null and failed_at is null and skipped_at is null`).map(({ template }) => template);

describe('what was decided on a day', () => {
  test('is one mail to each creditor, where it were fifty', async () => {
    const cases = await manyCases(25);
    for (const caseId of cases) {
      for (const to of [rent, energy]) {
        const id = await write(sql(), 'go', to, {}, now);
        await sql()`update outbox set case_id = ${caseId} where id = ${id}`;
      }
    }
    expect(await drained(now, null)).toHaveLength(50);
    await sql()`update outbox set sent_at = null, message_id = null, taken_by = '{}', claimed_until = null where id <> ${ids.entry}`;
    expect(await drained()).toEqual([]);
    const mails = await drained(atHalfPastFour);
    expect(mails.map(({ to }) => to)).toEqual(['achterstanden@oost-energie.test', 'achterstanden@woongoed-twente.test']);
    for (let n = 0; n < 25; n++) expect(mails[1]?.text).toContain(`HUUR-M${n}`);
    expect(mails[1]?.text).not.toContain('STROOM-M');
    expect(await unsettled()).toEqual([]);
  });

  test('and what was fed back are two mails, and each says a thing once that holds for several signals', async () => {
    await tell('go');
    await tell('feedback', { feedbackId: ids.feedback }, later(1));
    await drained();
    const mails = await drained(atHalfPastFour);
    expect(mails.map(({ subject }) => subject)).toEqual(['Overzicht van onze besluiten over uw signalen', 'Overzicht van onze terugkoppelingen op uw signalen']);
    expect(mails[1]?.text).toContain('Inkomen gedaald');
  });

  test('is told after the hour on the next working day, and never twice', async () => {
    await tell('go');
    await drained('2026-11-27T15:30:00.000Z');
    expect(await drained('2026-11-29T15:30:00.000Z')).toEqual([]);
    expect(await drained('2026-11-30T15:29:00.000Z')).toEqual([]);
    expect(await drained('2026-11-30T15:30:00.000Z')).toHaveLength(1);
    expect(await drained('2026-12-01T15:30:00.000Z')).toEqual([]);
  });

  test('waits out a day that was closed for it', async () => {
    await sql()`insert into closed_days (date, name) values ('2026-11-25', 'Gemeentehuis dicht')`;
    await tell('go');
    await drained(atHalfPastFour);
    await sql()`delete from closed_days`;
    expect(await drained('2026-11-25T15:30:00.000Z')).toEqual([]);
    expect(await drained('2026-11-26T15:30:00.000Z')).toHaveLength(1);
  });

  test('and was undone that day is not told', async () => {
    await tell('no-go', { result: 'wrong-signal' });
    await tell('case-reopened', { told: 'no-go', owed: true }, later(5));
    await drained();
    expect(await drained(atHalfPastFour)).toEqual([]);
    expect(await unsettled()).toEqual([]);
  });

  test('and changed that day is told as it ended', async () => {
    await tell('no-go', { result: 'wrong-signal' });
    await tell('case-reopened', { told: 'no-go', owed: true }, later(5));
    await tell('go', {}, later(6));
    await tell('feedback', { feedbackId: ids.feedback }, later(7));
    await tell('feedback-corrected', { feedbackId: ids.corrected, corrects: ids.feedback }, later(8));
    await drained();
    const [decisions, feedback] = await drained(atHalfPastFour);
    expect(decisions?.text).toContain('Wij pakken uw signaal op');
    expect(decisions?.text).not.toContain('toch verder');
    expect(feedback?.text).toContain('Problematische schulden');
    expect(feedback?.text).not.toContain('Correctie');
    // It runs from the feedback that it stands in for, which was of help that was accepted.
    expect(feedback?.text).toContain('tot en met donderdag 24 december 2026');
  });
});

describe('what does not wait', () => {
  test('is a crisis and a question', async () => {
    await tell('re-check-question');
    expect(await drained()).toHaveLength(1);
    await sql()`update signals set crisis = true where id = ${ids.rent}`;
    await tell('go');
    expect((await drained()).map(({ subject }) => subject)).toEqual(['Wij pakken uw signaal op']);
    await sql()`update signals set crisis = false where id = ${ids.rent}`;
  });

  test('is what somebody wants by itself; a colleague gets the same in the digest', async () => {
    await sql()`insert into creditor_contacts (creditor_id, name, email, single) values ('woongoed-twente', 'An', 'an@woongoed.test', '{decisions}'), ('woongoed-twente', 'Bea', 'bea@woongoed.test', '{}')`;
    await tell('go');
    expect((await drained()).map(({ to }) => to)).toEqual(['an@woongoed.test']);
    expect((await drained(atHalfPastFour)).map(({ to }) => to)).toEqual(['bea@woongoed.test']);
    expect(await drained('2026-11-25T15:30:00.000Z')).toEqual([]);
  });
});

describe('senders that die or meet', () => {
  test('between making the digest and sending it lose nothing, and several make one', async () => {
    await tell('go');
    await drained();
    await Promise.all([1, 2, 3].map(() => makeDueDigests(sql(), atHalfPastFour)));
    const meanwhile = await tell('no-go', { result: 'wrong-signal' }, later(30));
    const [mail, ...others] = await drained(atHalfPastFour);
    expect([mail?.text.includes('Wij pakken uw signaal op'), others]).toEqual([true, []]);
    const held = await sql()<{ heldUntil: string }[]>`select held_until from outbox where id = ${meanwhile}`;
    expect(new Date(held[0]?.heldUntil ?? '').toISOString()).toBe('2026-11-25T15:30:00.000Z');
  });

  test('after a digest that the server refuses find its entries once, when it is sent again', async () => {
    await tell('go');
    await drained();
    await makeDueDigests(sql(), atHalfPastFour);
    await sql()`update outbox set failed_at = ${atHalfPastFour}, failure = 'smtp-550' where template = 'digest'`;
    expect(await drained('2026-11-25T15:30:00.000Z')).toEqual([]);
    await sql()`update outbox set failed_at = null, failure = null where template = 'digest'`;
    expect(await drained('2026-11-25T16:30:00.000Z')).toHaveLength(1);
    const rows = await sql()<{ messageId: string }[]>`select message_id from outbox where id <> ${ids.entry}`;
    expect(new Set(rows.map(({ messageId }) => messageId)).size).toBe(1);
  });
});

/** Cases beside the one that there is, each with a signal of both creditors. */
async function manyCases(count: number): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < count; n++) {
    const [household] = await sql()<{ id: string }[]>`insert into households (id, address_hash, municipality_code) select gen_random_uuid(), ${`hash-${n}`}, municipality_code from cases where id = ${ids.case} returning id`;
    const [made1] = await sql()<{ id: string }[]>`
      insert into cases (id, household_id, municipality_code, round_id, policy_version, phase, team_id, opened_at, matched_at, seq, address)
      select gen_random_uuid(), ${household?.id ?? ''}, municipality_code, round_id, policy_version, 'visiting', team_id, opened_at, matched_at, 5, address from cases where id = ${ids.case} returning id`;
    const caseId = made1?.id ?? '';
    for (const [creditor, reference] of [['woongoed-twente', `HUUR-M${n}`], ['oost-energie', `STROOM-M${n}`]] as const) {
      await sql()`
        insert into signals (id, creditor_id, reference, state, round_id, municipality_code, household_id, person_id, case_id, amount_cents, arrears_since, kind, content_hash, received_at)
        select gen_random_uuid(), ${creditor}, ${reference}, 'in-case', round_id, municipality_code, ${household?.id ?? ''}, person_id, ${caseId}, amount_cents, arrears_since, kind, content_hash, received_at from signals where id = ${ids.rent}`;
    }
    made.push(caseId);
  }
  return made;
}
