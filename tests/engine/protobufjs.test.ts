import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';

const ours = createRequire(import.meta.url);
const users = ['@temporalio/proto', '@temporalio/common', '@temporalio/client', '@temporalio/worker', '@temporalio/testing'];

function protobufjsSeenBy(packageName: string): string {
  const manifest = createRequire(ours.resolve(packageName));
  return realpathSync(manifest.resolve('protobufjs/package.json'));
}

describe('protobufjs', () => {
  /** With two copies, replaying a history from JSON throws "type must be a Type". */
  test.each(users)('is one and the same copy for %s and for us', (user) => {
    expect(protobufjsSeenBy(user)).toBe(realpathSync(ours.resolve('protobufjs/package.json')));
  });
});
