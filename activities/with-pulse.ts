import { heartbeat } from '@temporalio/activity';

const PULSE_MS = 2_000;

/** Sends heartbeats while the work of an activity goes on, also when Postgres or a case is slow to answer, so that silence means a dead worker. */
export async function withPulse<Result>(work: () => Promise<Result>): Promise<Result> {
  const pulse = setInterval(() => heartbeat(), PULSE_MS);
  return work().finally(() => clearInterval(pulse));
}
