import { writeDailyOverviews } from '../src/usecases/outreach/write-daily-overviews.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

export const dailyActivities = ({ sql, mail }: Pick<Dependencies, 'sql' | 'mail'>) => ({
  /** The engine keeps how many there are; for whom they are stands in Postgres alone. */
  writeDailyOverviews: (): Promise<{ written: number }> =>
    withPulse(async () => {
      const ids = await writeDailyOverviews(sql, new Date().toISOString());
      await mail.dispatch(ids);
      return { written: ids.length };
    }),
});
