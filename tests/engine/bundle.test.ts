import { describe, expect, test } from '@jest/globals';
import { workflowBundle } from '../../testkit/engine/bundle.ts';

describe('the code of the workflows', () => {
  test('holds no zod: each new case would build every schema anew', async () => {
    const { code } = await workflowBundle();
    expect(code).not.toContain('ZodError');
    expect(code).toContain('Schemas are for the edges');
  }, 120_000);
});
