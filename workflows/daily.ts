import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { writeDailyOverviews } = proxyActivities<Activities>({ startToCloseTimeout: '5 minutes', heartbeatTimeout: '30s', retry: { maximumInterval: '5 minutes' } });

/** Every half hour of the morning and afternoon: the overview of the day, for whom it is time. @returns how many were written */
export async function dailyOverviewsWorkflow(): Promise<{ written: number }> {
  return writeDailyOverviews();
}
