import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { CUT_OFF } from '../domain/rounds/round.ts';
import { ZONE } from '../domain/time/dates.ts';
import type { Workflows } from '../../workflows/contract.ts';

/** Has the engine open a region's next round at every cut-off; a schedule that is there is left alone. */
export async function openAtEveryCutOff({ temporal, config }: { temporal: Client; config: { taskQueue: string } }, regionId: string): Promise<void> {
  await unlessThere(() =>
    temporal.schedule.create<Workflows['openRoundWorkflow']>({
      scheduleId: `open-round-${regionId}`,
      spec: { calendars: [{ dayOfMonth: CUT_OFF.day, hour: CUT_OFF.hour, comment: 'de dag van de maandelijkse sluiting' }], timezone: ZONE },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '30 days' },
      action: { type: 'startWorkflow', workflowType: 'openRoundWorkflow', workflowId: `open-round-${regionId}`, taskQueue: config.taskQueue, args: [{ regionId }] },
    }),
  );
}

/** Creates a schedule, unless there is one of that name. */
export async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
