import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { Drained } from '../../src/mail/drain.ts';
import { mailDispatch } from '../../src/engine/mail-sender.ts';
import { eventually } from '../../testkit/eventually.ts';
import { quietRuntime } from '../../testkit/engine/quiet-runtime.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { testWorker } from '../../testkit/engine/worker.ts';

/** When the sender drains the outbox: its own clock, which skips; what waits there is told by the test. */
let environment: TestWorkflowEnvironment;
let worker: Worker;
let working: Promise<void>;
let answers: Drained[];
let drains: number[];

const nothing: Drained = { isFull: false, isAway: false, seconds: null };
const away: Drained = { isFull: false, isAway: true, seconds: 0 };
const dispatch = () => mailDispatch(environment.client, 'mail').dispatch(['a mail']);
const sender = () => environment.client.workflow.getHandle('mail-sender-mail');
const drained = (times: number) => eventually(() => expect(drains).toHaveLength(times));
/** Seconds between two drains. */
const pauses = () => drains.slice(1).map((at, n) => Math.round((at - (drains[n] ?? 0)) / 1_000));

beforeAll(async () => {
  quietRuntime('ERROR');
  environment = await timeSkippingEnvironment();
  const activities = {
    drainMail: async () => {
      drains.push(await environment.currentTimeMs());
      return answers.shift() ?? nothing;
    },
  };
  worker = await testWorker({ connection: environment.nativeConnection, taskQueue: 'mail', activities });
  working = worker.run();
});
beforeEach(() => {
  [answers, drains] = [[], []];
});
afterAll(async () => {
  worker.shutdown();
  await working;
  await environment.teardown();
});

test('a minute in which nothing is written ends it, and the next mail starts another', async () => {
  await dispatch();
  await sender().result();
  expect(drains).toHaveLength(1);
  await dispatch();
  await sender().result();
  expect(drains).toHaveLength(2);
});

test('a batch that was full is followed by the next, and mail that is tried later is waited for', async () => {
  answers = [{ ...nothing, isFull: true }, { ...nothing, seconds: 40 }, { ...nothing, seconds: 0.2 }, nothing];
  await dispatch();
  await sender().result();
  expect(pauses()).toEqual([0, 40, 1]);
});

test('mail that is written meanwhile goes at once', async () => {
  answers = [{ ...nothing, seconds: 3_000 }, nothing];
  await dispatch();
  await drained(1);
  await dispatch();
  await drained(2);
  await sender().result();
  expect(pauses()).toEqual([0]);
});

test('while the mail server is away it pauses ever longer, whatever is written', async () => {
  answers = [...Array<Drained>(9).fill(away), nothing];
  await dispatch();
  await drained(1);
  await dispatch();
  await sender().result();
  expect(pauses()).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300]);
});
