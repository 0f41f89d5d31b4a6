import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { mailActivities } from '../../activities/send-mail.ts';
import type { Config } from '../../src/config.ts';
import { mailDispatch, shared } from '../../src/engine/mail-sender.ts';
import { messageIdOf } from '../../src/mail/send.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { devServer, uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { testWorker } from '../../testkit/engine/worker.ts';
import { mailServer, type MailServer } from '../../testkit/mail-server.ts';
import { seedCase, write } from './seed.ts';

describe('dispatching', () => {
  const taskQueue = uniqueName('mail');
  const mailFrom = 'meldpunt@twente.test';
  const hashKey = 'a key for tests only, of 32 characters or more';
  let database: TestDatabase;
  let environment: TestWorkflowEnvironment;
  let server: MailServer;
  let worker: Worker;
  let working: Promise<void>;

  beforeAll(async () => {
    [database, environment, server] = await Promise.all([testDatabase(), devServer(), mailServer()]);
    await seedCase(database.sql);
    const config = { smtpUrl: server.url, mailFrom, publicUrl: 'https://twente.test', hashKey } as Config;
    worker = await testWorker({ connection: environment.nativeConnection, taskQueue, activities: mailActivities({ sql: database.sql, keys: database.keys, config, temporal: environment.client }) });
    working = worker.run();
  });
  afterAll(async () => {
    await environment.client.workflow.getHandle(`mail-sender-${taskQueue}`).terminate();
    worker.shutdown();
    await working;
    await Promise.all([environment.teardown(), server.stop(), database.drop()]);
  });

  const written = (count: number) => Promise.all(Array.from({ length: count }, () => write(database.sql, 'go', { kind: 'creditor', id: 'woongoed-twente' })));
  const dispatch = (ids: readonly string[]) => mailDispatch(environment.client, taskQueue).dispatch(ids);
  const received = () => server.mails.map(({ messageId }) => messageId).sort();
  const once = (ids: readonly string[]) => ids.map((id) => messageIdOf(id, { mailFrom, hashKey })).sort();
  const all: string[] = [];

  test('the same rows twice, at the same time and again afterwards, sends each once', async () => {
    all.push(...(await written(20)));
    await Promise.all([dispatch(all), dispatch(all)]);
    await eventually(() => expect(received()).toEqual(once(all)));
    await dispatch(all);
    all.push(...(await written(1)));
    await dispatch(all);
    await eventually(() => expect(received()).toEqual(once(all)));
  });

  test('a workflow of an earlier release sends its mail, and one that was sent no more', async () => {
    const [id = ''] = await written(1);
    for (const workflowId of [uniqueName('mail'), uniqueName('mail')]) expect(await environment.client.workflow.execute('mailWorkflow', { taskQueue, workflowId, args: [id] })).toBe('sent');
    all.push(id);
    expect(received()).toEqual(once(all));
  });

  test('the engine keeps nothing of a mail, not even its id', async () => {
    const { events } = await environment.client.workflow.getHandle(`mail-sender-${taskQueue}`).fetchHistory();
    const told = textsIn(events).join('\n');
    expect(told).toContain('isFull');
    expect(told).not.toMatch(new RegExp([...all.map((id) => id.slice(0, 36)), 'woongoed', 'Merk'].join('|')));
  });
});

function textsIn(value: unknown): string[] {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [String(value)];
}

describe('a call that many share', () => {
  test('begins after the last of them came, and is made no more often than needed', async () => {
    const began: (() => void)[] = [];
    const call = shared(() => new Promise<void>((resolve) => began.push(resolve)));
    const first = call();
    const others = [call(), call(), call()];
    expect(began).toHaveLength(1);
    began[0]?.();
    await first;
    await eventually(() => expect(began).toHaveLength(2));
    const last = call();
    began[1]?.();
    await Promise.all(others);
    await eventually(() => expect(began).toHaveLength(3));
    began[2]?.();
    await last;
  });

  test('is made again after one that failed', async () => {
    let fails = true;
    const call = shared(async () => {
      await Promise.resolve();
      if (fails) throw new Error('away');
    });
    const first = call();
    const second = call();
    await expect(first).rejects.toThrow('away');
    fails = false;
    await expect(second).resolves.toBeUndefined();
  });
});
