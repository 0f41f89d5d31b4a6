/** Messages to a creditor's own system: a real database and a real HTTP server that is down, slow, wrong, gone or talks without end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { insertMessages } from '../../src/db/queries/outreach/webhooks.ts';
import type { TemplateName } from '../../src/db/queries/outreach/outbox.ts';
import { webhookPayload } from '../../src/domain/outreach/webhooks.ts';
import { addEndpoint, giveBack, readMessages, removeEndpoint, rotateSecret } from '../../src/usecases/outreach/webhooks.ts';
import { isPublicAddress, wrongWith } from '../../src/webhooks/addresses.ts';
import { drainWebhooks } from '../../src/webhooks/drain.ts';
import { publicOnly } from '../../src/webhooks/post.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { ids, marked, seedCase, write } from './seed.ts';

const creditorId = 'woongoed-twente';
const start = Date.parse('2026-11-24T09:00:00.000Z');

interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}

let database: TestDatabase;
let server: Server;
let received: Received[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let now: number;
let actor: Parameters<typeof addEndpoint>[1];
beforeAll(async () => {
  database = await testDatabase();
  await seedCase(database.sql);
  const [account] = await database.sql<{ id: string }[]>`select id from accounts where creditor_id = ${creditorId}`;
  actor = { id: account?.id ?? '', role: 'creditor', municipalityCode: null, teamId: null, creditorId };
  server = createServer((request, response) => {
    const bytes: Buffer[] = [];
    request.on('data', (some: Buffer) => bytes.push(some));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body: Buffer.concat(bytes).toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
beforeEach(() => {
  [received, now, answer] = [[], start, (_, response) => response.writeHead(200).end()];
});
afterEach(async () => {
  await database.sql`delete from webhook_messages`;
  await database.sql`delete from webhook_endpoints where id <> ${ids.endpoint}`;
  await database.sql`delete from outbox where id <> ${ids.entry}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await database.drop();
});

const at = () => new Date(now).toISOString();
const put = (seconds: number) => {
  now += seconds * 1_000;
};
const drain = () => drainWebhooks({ sql: database.sql, keys: database.keys, config: { webhooksToPrivate: true }, clock: () => new Date(now), timeoutMs: 300 });
let added = 0;
const endpoint = () => addEndpoint({ sql: database.sql, keys: database.keys }, actor, { creditorId, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, toPrivate: true }, { key: `key-${added++}`, at: at() });
async function told(template: TemplateName = 'go', data: Record<string, unknown> = {}): Promise<void> {
  const id = await write(database.sql, template, { kind: 'creditor', id: creditorId }, data, at());
  await insertMessages(database.sql, [id], at());
  await insertMessages(database.sql, [id], at());
}
const log = async (id: string) => (await readMessages(database.sql, id, 10)).map(({ tries, response, failure, sentAt, failedAt }) => ({ tries, response, failure, isSent: sentAt !== null, isGivenUp: failedAt !== null }));

describe('a message', () => {
  test('is signed as the receiver\'s own library wants it, and says which of its signals and what, and no more', async () => {
    const { id, secret } = await endpoint();
    await told('no-go', { result: 'known-at-debt-services' });
    now = Date.now();
    await drain();
    const [{ body, headers } = { body: '', headers: {} }] = received;
    const payload = webhookPayload.parse(new Webhook(secret).verify(body, headers));
    expect(payload).toEqual({ type: 'signal.not-taken-up', timestamp: new Date(start).toISOString(), data: { signals: [{ id: ids.rent, reference: 'HUUR-1 & <2>' }], result: 'known-at-debt-services' } });
    for (const secretOfOthers of [...Object.values(marked), ids.case, 'STROOM-9', 'ENS-2026']) expect(JSON.stringify([body, headers])).not.toContain(secretOfOthers);
    expect(() => new Webhook(secret).verify(body.replace('HUUR', 'HUIS'), headers)).toThrow();
    expect(await log(id)).toEqual([{ tries: 1, response: 200, failure: null, isSent: true, isGivenUp: false }]);
  });

  test('carries two signatures for a day after the secret was exchanged, and then one', async () => {
    const { id, secret: former } = await endpoint();
    const { secret } = await rotateSecret({ sql: database.sql, keys: database.keys }, actor, id, { key: 'exchange', at: at() });
    expect((await rotateSecret({ sql: database.sql, keys: database.keys }, actor, id, { key: 'exchange', at: at() })).secret).toBe(secret);
    await told();
    await drain();
    put(25 * 3_600);
    await told();
    await drain();
    const signatures = received.map(({ headers }) => headers['webhook-signature']?.split(' ') ?? []);
    expect(signatures.map(({ length }) => length)).toEqual([2, 1]);
    for (const [n, one] of [secret, former].entries()) {
      const [{ body, headers } = { body: '', headers: {} as Record<string, string> }] = received;
      expect(signatures[0]?.[n]).toBe(new Webhook(one).sign(headers['webhook-id'] ?? '', new Date(start), body));
    }
  });

  test('that was sent by a worker that died before it noted that comes again under the same id', async () => {
    await endpoint();
    await told();
    await drain();
    // What the dead one left: a claim, and nothing noted.
    await database.sql`update webhook_messages set sent_at = null, response = null, tries = 0, next_try_at = ${at()}, claimed_until = ${new Date(now + 60_000).toISOString()}`;
    expect(await drain()).toMatchObject({ seconds: 60 });
    put(60);
    await drain();
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('goes once to each endpoint of the creditor, and to nobody else\'s', async () => {
    await Promise.all([endpoint(), endpoint()]);
    await told();
    const id = await write(database.sql, 'go', { kind: 'creditor', id: 'oost-energie' }, {}, at());
    await insertMessages(database.sql, [id], at());
    await Promise.all([drain(), drain(), drain()]);
    expect(received).toHaveLength(2);
  });
});

describe('an endpoint', () => {
  test.each<[string, typeof answer, number | null, string]>([
    ['that fails', (_, response) => response.writeHead(500).end(), 500, 'http-500'],
    ['that points elsewhere is not followed', (_, response) => response.writeHead(302, { Location: '/elsewhere' }).end(), 302, 'http-302'],
    ['that does not answer', () => undefined, null, 'no-answer'],
    ['that breaks off', (request) => request.socket.destroy(), null, 'econnreset'],
  ])('%s is tried again, ever later', async (_, answers, response, failure) => {
    answer = answers;
    const { id } = await endpoint();
    await told();
    const pauses: (number | null)[] = [];
    for (let n = 0; n < 3; n++) {
      const { seconds } = await drain();
      pauses.push(seconds);
      put(seconds ?? 0);
    }
    expect(pauses).toEqual([5, 60, 300]);
    expect(await log(id)).toEqual([{ tries: 3, response, failure, isSent: false, isGivenUp: false }]);
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/hook']));
  });

  test('that talks without end is taken at its status', async () => {
    let over = (): void => undefined;
    const isOver = new Promise<void>((resolve) => (over = resolve));
    answer = (_, response) => {
      response.writeHead(204 - 4);
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      response.on('close', over);
      more();
    };
    const { id } = await endpoint();
    await told();
    await drain();
    expect(await log(id)).toEqual([{ tries: 1, response: 200, failure: null, isSent: true, isGivenUp: false }]);
    await isOver;
  });

  test('that is gone is asked no more, its creditor is mailed once, and sending again puts it back in use', async () => {
    answer = (_, response) => response.writeHead(410).end();
    const { id } = await endpoint();
    await told();
    await told('feedback', { feedbackId: ids.feedback });
    const { mailIds } = await drain();
    expect(mailIds).toHaveLength(1);
    await told();
    expect(await drain()).toMatchObject({ seconds: null, mailIds: [] });
    expect((await log(id)).every(({ isGivenUp }) => isGivenUp)).toBe(true);
    answer = (_, response) => response.writeHead(200).end();
    const again = () => giveBack(database.sql, actor, { id, ids: null }, { key: 'again', at: at() });
    expect([await again(), await again()]).toEqual([2, 2]);
    await drain();
    expect((await log(id)).every(({ isSent }) => isSent)).toBe(true);
  });

  test('that was removed is not made again under the key that made it', async () => {
    const key = `key-${added}`;
    const { id } = await endpoint();
    await removeEndpoint(database.sql, actor, id, at());
    await removeEndpoint(database.sql, actor, id, at());
    await expect(addEndpoint({ sql: database.sql, keys: database.keys }, actor, { creditorId, url: 'http://127.0.0.1:9/hook', toPrivate: true }, { key, at: at() })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('that takes nothing for two days is put out of use, and its creditor is mailed', async () => {
    answer = (_, response) => response.writeHead(503).end();
    const { id } = await endpoint();
    await told();
    let written: string[] = [];
    for (let n = 0; n < 20 && written.length === 0; n++) {
      const { seconds, mailIds } = await drain();
      written = mailIds;
      put(seconds ?? 0);
    }
    expect(written).toEqual([expect.stringContaining(`webhook-disabled.${id}`)]);
    expect(now - start).toBeGreaterThan(2 * 86_400_000);
    expect(await log(id)).toMatchObject([{ isGivenUp: true }]);
  });
});

describe('our own network', () => {
  test.each(['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'not an address'])('%s is not the internet', (address) => expect(isPublicAddress(address)).toBe(false));
  test.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1'])('%s is', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each(['http://hook.example.nl/', 'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://localhost/', 'https://a.localhost/', 'https://intranet/', 'https://metadata.google.internal/', 'https://u:p@hook.example.nl/'])('%s is refused when it is registered', (url) => expect(wrongWith(url, { toPrivate: false })).toMatch(/^(Het adres|Dit adres|Zet geen)/));
  test('an address on the internet is taken', () => expect(wrongWith('https://hook.example.nl/in?x=1', { toPrivate: false })).toBeNull());

  test('is not reached by a name that leads there', async () => {
    const error = await new Promise<Error | null>((done) => publicOnly('localhost', { all: true }, (failed) => done(failed)));
    expect(error).toMatchObject({ code: 'ENOTPUBLIC' });
  });
});
