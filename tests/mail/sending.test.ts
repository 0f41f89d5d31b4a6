import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressObject, ParsedMail } from 'mailparser';
import { freePort } from '../../scripts/parts/ports.ts';
import { claimMails } from '../../src/db/queries/outreach/mail-claims.ts';
import { countUnsent } from '../../src/db/queries/outreach/outbox.ts';
import type { Recipient } from '../../src/domain/case/step.ts';
import { drainOutbox } from '../../src/mail/drain.ts';
import { messageIdOf } from '../../src/mail/send.ts';
import { mailTransport, type MailTransport } from '../../src/mail/transport.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { mailServer, type MailServer } from '../../testkit/mail-server.ts';
import { ids, seedCase, write } from './seed.ts';

const config = { mailFrom: 'meldpunt@twente.test', publicUrl: 'https://twente.test', hashKey: 'a key for tests only, of 32 characters or more' };
const toOf = ({ to }: ParsedMail) => (to as AddressObject).text;
const rent: Recipient = { kind: 'creditor', id: 'woongoed-twente' };
const energy: Recipient = { kind: 'creditor', id: 'oost-energie' };

describe('the sending of mail', () => {
  let database: TestDatabase;
  let port: number;
  let server: MailServer | undefined;
  let transport: MailTransport;
  /** The sender's clock stands still until it is put forward. */
  let now = Date.parse('2026-11-29T09:00:00Z');
  let failures: { id: string; error: unknown }[];

  beforeAll(async () => {
    [database, port] = await Promise.all([testDatabase(), freePort()]);
    await seedCase(database.sql);
    transport = mailTransport(`smtp://127.0.0.1:${port}`);
  });
  beforeEach(async () => {
    failures = [];
    await database.sql`delete from outbox`;
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(async () => {
    transport.close();
    await database.drop();
  });

  const drain = () =>
    drainOutbox({ sql: database.sql, keys: database.keys, transport, config }, { onFailure: ({ id }, error) => failures.push({ id, error }), clock: () => new Date(now) });
  const put = (seconds: number) => {
    now += seconds * 1_000;
  };
  const rowOf = async (id: string) => {
    const [row] = await database.sql<{ sentAt: string | null; messageId: string | null; failedAt: string | null; failure: string | null; tries: number; claimedBy: string | null }[]>`
      select sent_at, message_id, failed_at, failure, tries, claimed_by from outbox where id = ${id}`;
    return row;
  };
  const several = async (count: number, to: Recipient) => {
    const written: string[] = [];
    for (let n = 0; n < count; n++) written.push(await write(database.sql, 'go', to, {}, new Date(Date.parse('2026-11-20T10:00:00Z') + n).toISOString()));
    return written;
  };
  const received = () => server?.mails.map(({ messageId }) => messageId) ?? [];
  const messageIds = (rows: readonly string[]) => rows.map((id) => messageIdOf(id, config));

  test('waits out a dead mail server, ever longer, and arrives once when it is back', async () => {
    const id = await write(database.sql, 'go', rent);
    for (const seconds of [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      expect(await drain()).toEqual({ isFull: false, isAway: false, seconds });
      // Not before its time.
      put(seconds - 1);
      expect(await drain()).toEqual({ isFull: false, isAway: false, seconds: 1 });
      put(1);
    }
    expect(await countUnsent(database.sql)).toMatchObject({ waiting: 1, failed: 0 });
    server = await mailServer({ port });
    expect(await drain()).toEqual({ isFull: false, isAway: false, seconds: null });
    expect(received()).toEqual(messageIds([id]));
    expect(await rowOf(id)).toMatchObject({ messageId: messageIdOf(id, config), failedAt: null, tries: 10 });
    await drain();
    expect(received()).toHaveLength(1);
  });

  test('tries no more than a few at a server that is away, and leaves the others as they were', async () => {
    for (const code of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']) await write(database.sql, 'go', { kind: 'creditor', id: 'woongoed-twente', code } as Recipient);
    expect(await drain()).toMatchObject({ isAway: true });
    const [{ tried } = { tried: 0 }] = await database.sql<{ tried: number }[]>`select count(*) filter (where tries > 0) as tried from outbox where claimed_by is null`;
    expect(tried).toBeGreaterThanOrEqual(3);
    expect(tried).toBeLessThan(8);
  });

  test('fails with the reason on the row when the server refuses the recipient for good', async () => {
    server = await mailServer({ port, refuse: () => 550 });
    const id = await write(database.sql, 'go', rent);
    expect((await drain()).seconds).toBeNull();
    expect(server.asked).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ sentAt: null, failure: 'smtp-550', failedAt: expect.any(String) });
    expect(await countUnsent(database.sql)).toMatchObject({ waiting: 0, failed: 1 });
  });

  test.each([
    ['a recipient', { refuse: () => 450 }],
    ['our own address', { refuseSender: 550 }],
  ])('goes on when the server will not take %s for now, and repeats none of its words', async (_, manners) => {
    server = await mailServer({ port, ...manners });
    const id = await write(database.sql, 'go', rent);
    await drain();
    expect(failures.map((failure) => failure.id)).toEqual([id]);
    expect(String(failures[0]?.error)).toContain('the mail server did not take it');
    expect(JSON.stringify(failures) + String(failures[0]?.error)).not.toMatch(/secret|woongoed|voorbeeld/);
    await server.stop();
    server = await mailServer({ port });
    put(2);
    await drain();
    expect(received()).toEqual(messageIds([id]));
  });

  test('keeps the order to a recipient, and holds up no other for a mail that fails', async () => {
    const first = await several(3, rent);
    const others = await several(3, energy);
    let refuses = true;
    server = await mailServer({ port, refuse: (address) => (refuses && address.includes('woongoed') ? 451 : null) });
    await drain();
    expect(received()).toEqual(messageIds(others));
    refuses = false;
    // The first waits, and with it those behind it.
    expect(await drain()).toEqual({ isFull: false, isAway: false, seconds: 2 });
    put(2);
    await drain();
    expect(received()).toEqual(messageIds([...others, ...first]));
  });

  test('a mail to colleagues about one case holds up none about something else', async () => {
    let asked = 0;
    server = await mailServer({ port, refuse: () => (asked++ === 0 ? 451 : null) });
    const first = await write(database.sql, 'visits-stopped', { kind: 'desk' });
    const second = await write(database.sql, 'verification-failed', { kind: 'desk' }, { verificationId: ids.verification }, '2026-11-20T10:00:01.000Z');
    await drain();
    // Both were tried, whichever came first.
    expect(received()).toHaveLength(1);
    put(2);
    await drain();
    expect(received().sort()).toEqual(messageIds([first, second]).sort());
  });

  test('a mail that breaks its connection holds up nobody but its own recipient', async () => {
    server = await mailServer({ port, breaksFor: 'woongoed' });
    await several(2, rent);
    const others = await several(5, energy);
    expect(await drain()).toMatchObject({ isAway: false });
    expect(received()).toEqual(messageIds(others));
  });

  test('several senders at once send each mail once, more than a batch of them', async () => {
    server = await mailServer({ port });
    const written: string[] = [];
    for (let n = 0; n < 100; n++) written.push(await write(database.sql, 'go', { ...rent, n } as Recipient));
    for (let round = 0; round < 2; round++) await Promise.all([drain(), drain(), drain()]);
    expect(received().sort()).toEqual(messageIds(written).sort());
  });

  test('what a sender had claimed when it died is sent half a minute later', async () => {
    server = await mailServer({ port });
    const id = await write(database.sql, 'go', rent);
    await claimMails(database.sql, { by: 'dead', at: new Date(now).toISOString(), seconds: 30 }, 10);
    expect(await drain()).toEqual({ isFull: false, isAway: false, seconds: 30 });
    put(30);
    await drain();
    expect(received()).toEqual(messageIds([id]));
  });

  test('reaches the recipients that the server takes, tries again those it refuses for now, and writes to nobody twice', async () => {
    await database.sql`insert into accounts (id, name, email, role) values ('meldpunt-2', 'x', 'weg@voorbeeld.test', 'desk'), ('meldpunt-3', 'x', 'straks@voorbeeld.test', 'desk')`;
    let refuses = true;
    server = await mailServer({ port, refuse: (address) => (address === 'weg@voorbeeld.test' ? 550 : refuses && address === 'straks@voorbeeld.test' ? 451 : null) });
    const id = await write(database.sql, 'visits-stopped', { kind: 'desk' });
    await drain();
    put(2);
    await drain();
    expect(server.mails.map(toOf)).toEqual(['meldpunt@voorbeeld.test']);
    expect((await rowOf(id))?.sentAt).toBeNull();
    refuses = false;
    put(4);
    await drain();
    expect(server.mails.map(toOf)).toEqual(['meldpunt@voorbeeld.test', 'straks@voorbeeld.test']);
    expect((await rowOf(id))?.failure).toBe('refused for 1 of 3 addresses');
  });

  test('counts as sent when one recipient was reached and the other is refused for good', async () => {
    let later = 451;
    server = await mailServer({ port, refuse: (address) => (address === 'straks@voorbeeld.test' ? later : address === 'weg@voorbeeld.test' ? 550 : null) });
    const id = await write(database.sql, 'visits-stopped', { kind: 'desk' });
    await drain();
    later = 550;
    put(2);
    await drain();
    expect(server.mails).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ failedAt: null, failure: 'refused for 2 of 3 addresses' });
  });

  test.each<[string, Recipient, string]>([
    ['an address', { kind: 'creditor', id: 'nobody' }, 'no-address: creditor'],
    ['a signal', { kind: 'creditor', id: 'zorgzeker' }, 'nothing-to-tell: no signals of this creditor in the case'],
  ])('is given up at once without %s', async (_, to, failure) => {
    const id = await write(database.sql, 'go', to);
    expect((await drain()).seconds).toBeNull();
    expect((await rowOf(id))?.failure).toBe(failure);
  });
});
