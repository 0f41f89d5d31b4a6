import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { registerSearchAttributes } from '../../scripts/parts/temporal.ts';
import { devServer, devServerAddress, uniqueName } from '../support/dev-server.ts';
import { eventually } from '../support/eventually.ts';

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
