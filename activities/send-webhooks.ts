import { drainWebhooks } from '../src/webhooks/drain.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

export const webhookActivities = ({ sql, keys, config, mail }: Pick<Dependencies, 'sql' | 'keys' | 'config' | 'mail'>) => ({
  /** The engine keeps how long to wait, and nothing of what was sent or to whom. */
  sendWebhooks: (): Promise<{ isFull: boolean; seconds: number | null }> =>
    withPulse(async () => {
      const { mailIds, ...drained } = await drainWebhooks({ sql, keys, config });
      await mail.dispatch(mailIds);
      return drained;
    }),
});
