import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { freePort } from '../../scripts/parts/ports.ts';
import { temporalProgram } from '../../scripts/parts/temporal-programs.ts';
import { registerSearchAttributes, startTemporal } from '../../scripts/parts/temporal.ts';
import { devServer, devServerAddress, uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';

describe('a Temporal server that is not ours', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await devServer();
  });
  afterAll(() => environment.teardown());

  test('gets our search attributes, and keeps them when asked again', async () => {
    const { operatorService, workflowService } = environment.connection;
    const namespace = uniqueName('theirs');
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
    await eventually(() => registerSearchAttributes(devServerAddress(), namespace));
    await registerSearchAttributes(devServerAddress(), namespace);
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    expect(Object.keys(customAttributes).sort()).toEqual(['Gemeentecode', 'Ronde']);
  });
});

test('a Temporal server that is still writing after its supervisor was killed is ended before another opens its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'temporal-'));
  const start = async () => startTemporal({ program: await temporalProgram(() => undefined), port: await freePort(), namespace: 'default', file: join(folder, 'temporal.db'), logFile: join(folder, 'log') });
  const left = await start();
  const next = await start();
  // Of two promises, one that has settled wins.
  const how = await Promise.race([left.ended, Promise.resolve('still running')]);
  await Promise.all([left.stop(), next.stop()]);
  expect(how).not.toBe('still running');
  rmSync(folder, { recursive: true, force: true });
});
