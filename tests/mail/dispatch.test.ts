import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { sendMail } from '../../activities/send-mail.ts';
import type { Config } from '../../src/config.ts';
import { mailDispatch } from '../../src/mail/dispatch.ts';
import { messageIdOf } from '../../src/mail/send.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { devServer, uniqueName } from '../support/dev-server.ts';
import { testWorker } from '../support/worker.ts';
import { mailServer, type MailServer } from './mail-server.ts';
import { seedCase, write } from './seed.ts';

/** On the real server: what is refused as a duplicate, running or ended, is its promise and not ours. */
describe('dispatching', () => {
  const taskQueue = uniqueName('mail');
  const mailFrom = 'meldpunt@twente.test';
  const hashKey = 'a key for tests only, of 32 characters or more';
  let database: TestDatabase;
  let environment: TestWorkflowEnvironment;
  let server: MailServer;
  let ids: string[];
  let worker: Worker;
  let working: Promise<void>;

  beforeAll(async () => {
    [database, environment, server] = await Promise.all([testDatabase(), devServer(), mailServer()]);
    await seedCase(database.sql);
    ids = await Promise.all(Array.from({ length: 20 }, () => write(database.sql, 'go', { kind: 'creditor', id: 'woongoed-twente' })));
    const config = { smtpUrl: server.url, mailFrom, publicUrl: 'https://twente.test', hashKey } as Config;
    const activities = { sendMail: sendMail({ sql: database.sql, config }) };
    worker = await testWorker({ connection: environment.nativeConnection, taskQueue, activities });
    working = worker.run();
  });
  afterAll(async () => {
    worker.shutdown();
    await working;
    await Promise.all([environment.teardown(), server.stop(), database.drop()]);
  });

  const dispatch = () => mailDispatch(environment.client, taskQueue).dispatch(ids);
  const allEnded = () => Promise.all(ids.map((id) => environment.client.workflow.getHandle(`mail-${id}`).result() as Promise<unknown>));
  const received = () => server.mails.map(({ messageId }) => messageId).sort();
  const once = () => ids.map((id) => messageIdOf(id, { mailFrom, hashKey })).sort();

  test('the same rows twice, at the same time and again afterwards, sends each once', async () => {
    await Promise.all([dispatch(), dispatch()]);
    await allEnded();
    await dispatch();
    await allEnded();
    expect(received()).toEqual(once());
  });

  test('a row that was sent sends nothing, even when the engine no longer knows of it', async () => {
    const workflowId = uniqueName('mail-forgotten');
    await environment.client.workflow.execute('mailWorkflow', { taskQueue, workflowId, args: [ids[0]] });
    expect(received()).toEqual(once());
  });
});
