import { expect } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { History } from '../../testkit/engine/histories.ts';

/** A standard life: two signals, three visits, plan, feedback, re-check. */
export function expectSmall(history: History): void {
  expect(history.events?.length).toBeLessThan(100);
  expect(Buffer.byteLength(JSON.stringify(JSON.parse(historyToJSON(history))))).toBeLessThan(40 * 1024);
}
