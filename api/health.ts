/** Whether this process is alive, and whether the parts that it needs can be reached. */
import { Router } from 'express';
import { reach } from '../src/db/reach.ts';
import type { ApiDependencies } from './dependencies.ts';

const REACHABLE_WITHIN_MS = 2_000;

export function health({ sql, keys, temporal }: ApiDependencies): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/ready', async (_request, response) => {
    const parts = await reachableParts({
      postgres: () => reach(sql),
      keys: () => keys.reach(),
      temporal: () => temporal.connection.withDeadline(Date.now() + REACHABLE_WITHIN_MS, () => temporal.workflowService.getSystemInfo({})),
    });
    const isReady = Object.values(parts).every(Boolean);
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ok' : 'unavailable', ...parts });
  });
  return router;
}

/** The name of each part, and whether it answered in time. */
async function reachableParts(parts: Readonly<Record<string, () => PromiseLike<unknown>>>): Promise<Record<string, boolean>> {
  return Object.fromEntries(await Promise.all(Object.entries(parts).map(async ([name, ask]) => [name, await reachable(ask)] as const)));
}

async function reachable(call: () => PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), REACHABLE_WITHIN_MS)));
  try {
    return await Promise.race([call().then(() => true), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
