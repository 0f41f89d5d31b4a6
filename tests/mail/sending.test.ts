import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { sendMail } from '../../activities/send-mail.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import type { Config } from '../../src/config.ts';
import type { Recipient } from '../../src/domain/case/step.ts';
import { mailDispatch } from '../../src/mail/dispatch.ts';
import { messageIdOf } from '../../src/mail/send.ts';
import { countUnsent } from '../../src/mail/unsent.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { timeSkippingEnvironment } from '../support/time-skipping.ts';
import { testWorker } from '../support/worker.ts';
import { mailServer, type MailServer } from './mail-server.ts';
import { seedCase, write } from './seed.ts';

const taskQueue = 'mail';
const mailFrom = 'meldpunt@twente.test';
const hashKey = 'a key for tests only, of 32 characters or more';
const rent: Recipient = { kind: 'creditor', id: 'woongoed-twente' };

describe('the sending of mail', () => {
  let database: TestDatabase;
  let environment: TestWorkflowEnvironment;
  let worker: Worker;
  let working: Promise<void>;
  let port: number;
  let server: MailServer | undefined;
  let attempts: string[];

  beforeAll(async () => {
    quietRuntime('ERROR');
    [database, environment, port] = await Promise.all([testDatabase(), timeSkippingEnvironment(), freePort()]);
    await seedCase(database.sql);
    const config = { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom, publicUrl: 'https://twente.test', hashKey } as Config;
    const send = sendMail({ sql: database.sql, config });
    attempts = [];
    const activities = {
      sendMail: (id: string) => {
        attempts.push(id);
        return send(id);
      },
    };
    worker = await testWorker({ connection: environment.nativeConnection, taskQueue, activities });
    working = worker.run();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(async () => {
    worker.shutdown();
    await working;
    await Promise.all([environment.teardown(), database.drop()]);
  });

  const dispatch = (...ids: string[]) => mailDispatch(environment.client, taskQueue).dispatch(ids);
  const attemptsFor = (id: string) => attempts.filter((attempt) => attempt === id).length;
  const outcomeOf = (id: string) => environment.client.workflow.getHandle(`mail-${id}`).result() as Promise<unknown>;
  const rowOf = async (id: string) => {
    const [row] = await database.sql<{ sentAt: string | null; messageId: string | null; failedAt: string | null; failure: string | null }[]>`
      select sent_at, message_id, failed_at, failure from outbox where id = ${id}`;
    return row;
  };

  test('waits out a dead mail server, and arrives once when it is back', async () => {
    const id = await write(database.sql, 'go', rent);
    await dispatch(id);
    await eventually(() => expect(attemptsFor(id)).toBeGreaterThan(0));
    await environment.sleep('2 hours');
    expect((await rowOf(id))?.sentAt).toBeNull();
    expect(await countUnsent(database.sql)).toMatchObject({ waiting: 1, failed: 0 });

    server = await mailServer({ port });
    const before = attemptsFor(id);
    await environment.sleep('6 minutes');
    expect(await outcomeOf(id)).toBe('sent');
    expect(attemptsFor(id)).toBe(before + 1);
    expect(server.mails.map(({ messageId }) => messageId)).toEqual([messageIdOf(id, { mailFrom, hashKey })]);
    expect(await rowOf(id)).toMatchObject({ messageId: messageIdOf(id, { mailFrom, hashKey }), failedAt: null });
    expect((await countUnsent(database.sql)).waiting).toBe(0);
  });

  test('ends, with the reason on the row, when the server will never take the recipient', async () => {
    server = await mailServer({ port, refuse: () => 550 });
    const id = await write(database.sql, 'go', rent);
    await dispatch(id);
    expect(await outcomeOf(id)).toBe('failed');
    await environment.sleep('1 hour');
    expect(server.asked).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ sentAt: null, failure: 'smtp-550' });
    expect((await rowOf(id))?.failedAt).not.toBeNull();
    expect(await countUnsent(database.sql)).toMatchObject({ waiting: 0, failed: 1 });
  });

  test.each([
    ['a recipient', { refuse: () => 450 }],
    ['our own address', { refuseSender: 550 }],
  ])('goes on when the server will not take %s for now, and keeps its words out of the history', async (_, manners) => {
    server = await mailServer({ port, ...manners });
    const id = await write(database.sql, 'go', rent);
    await dispatch(id);
    await eventually(() => expect(attemptsFor(id)).toBeGreaterThan(0));
    await environment.sleep('10 minutes');
    expect(attemptsFor(id)).toBeGreaterThan(2);
    const { raw } = await environment.client.workflow.getHandle(`mail-${id}`).describe();
    expect(JSON.stringify(raw.pendingActivities)).toContain('the mail server did not take it');
    expect(JSON.stringify(raw.pendingActivities)).not.toMatch(/secret|woongoed/);
    await server.stop();
    server = await mailServer({ port });
    expect(await outcomeOf(id)).toBe('sent');
  });

  test('reaches who can be reached, and says on the row how many could not', async () => {
    await database.sql`insert into accounts (id, name, email, role) values ('meldpunt-2', 'x', 'weg@voorbeeld.test', 'desk')`;
    server = await mailServer({ port, refuse: (address) => (address === 'weg@voorbeeld.test' ? 550 : null) });
    const id = await write(database.sql, 'visits-stopped', { kind: 'desk' });
    await dispatch(id);
    expect(await outcomeOf(id)).toBe('sent');
    expect(server.mails).toHaveLength(1);
    expect((await rowOf(id))?.failure).toBe('refused for 1 of 2 addresses');
  });

  test.each<[string, Recipient, string]>([
    ['an address', { kind: 'creditor', id: 'nobody' }, 'no-address: creditor'],
    ['a signal', { kind: 'creditor', id: 'zorgzeker' }, 'nothing-to-tell: no signals of this creditor in the case'],
  ])('is given up at once without %s', async (_, to, failure) => {
    const id = await write(database.sql, 'go', to);
    await dispatch(id);
    expect(await outcomeOf(id)).toBe('failed');
    expect(attemptsFor(id)).toBe(1);
    expect((await rowOf(id))?.failure).toBe(failure);
  });

  test('leaves nothing in the history but the id of the row', async () => {
    server = await mailServer({ port });
    const id = await write(database.sql, 'go', rent);
    await dispatch(id);
    await outcomeOf(id);
    const history = await environment.client.workflow.getHandle(`mail-${id}`).fetchHistory();
    const payloads = history.events?.flatMap((event) => [
      ...(event.workflowExecutionStartedEventAttributes?.input?.payloads ?? []),
      ...(event.activityTaskScheduledEventAttributes?.input?.payloads ?? []),
      ...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
      ...(event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []),
    ]);
    expect(payloads?.map(({ data }) => JSON.parse(Buffer.from(data ?? []).toString()) as unknown)).toEqual([id, id, 'sent', 'sent']);
  });
});
