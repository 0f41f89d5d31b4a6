/** Whether this process lives, and whether what it needs can be reached. */
import { Router } from 'express';
import type { ApiDependencies } from './dependencies.ts';

const REACHABLE_WITHIN_MS = 2_000;

export function health({ sql, temporal }: ApiDependencies): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/ready', async (_request, response) => {
    const [postgres, engine] = await Promise.all([
      reachable(() => sql`select 1`),
      reachable(() => temporal.connection.withDeadline(Date.now() + REACHABLE_WITHIN_MS, () => temporal.workflowService.getSystemInfo({}))),
    ]);
    response.status(postgres && engine ? 200 : 503).json({ status: postgres && engine ? 'ok' : 'unavailable', postgres, temporal: engine });
  });
  return router;
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
