import { heartbeat } from '@temporalio/activity';

const PULSE_MS = 2_000;

/** Does the work of an activity with a heartbeat beside it, also while others are slow to answer: silence means a dead worker. */
export async function withPulse<Result>(work: () => Promise<Result>): Promise<Result> {
  const pulse = setInterval(() => heartbeat(), PULSE_MS);
  return work().finally(() => clearInterval(pulse));
}
