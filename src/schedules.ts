/** The schedules, in the engine's own scheduler. */
import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { systemActor } from './domain/case/commands.ts';
import type { Sql } from './db/connect.ts';
import { regionIds } from './db/queries/identity/reference.ts';
import { ZONE } from './domain/time/dates.ts';
import { monthAt } from './domain/rounds/round.ts';
import { openAtEveryCutOff, unlessThere } from './engine/round-schedule.ts';
import { openRound } from './usecases/rounds/open-round.ts';
import type { Workflows } from '../workflows/contract.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/**
 * Sees to it that each region opens the next month's round at every cut-off, that the round of today is open, that
 * deliveries go on after a crash, that cases are held against their histories every night, that the audit log is sealed, that histories are kept, that what has reached its retention term goes, that breaches of agreements are found, and that colleagues are told of their day.
 * Called at every start; what is there already is left alone.
 * @throws AppError engine-unavailable
 */
export async function registerSchedules(deps: Dependencies): Promise<void> {
  await resumeUnfinishedOften(deps);
  await verifyEveryNight(deps);
  await sealAuditOften(deps);
  await archiveOften(deps);
  await retainEveryNight(deps);
  await findBreachesEveryNight(deps);
  await tellEveryWorkday(deps);
  for (const regionId of await regionIds(deps.sql)) {
    await openAtEveryCutOff(deps, regionId);
    const at = new Date().toISOString();
    const actor = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };
    await openRound(deps, actor, { regionId, month: monthAt(at), at });
  }
}

async function resumeUnfinishedOften({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['resumeDeliveriesWorkflow']>({
      scheduleId: `resume-deliveries-${taskQueue}`,
      spec: { intervals: [{ every: '5 minutes' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType: 'resumeDeliveriesWorkflow', workflowId: `resume-deliveries-${taskQueue}`, taskQueue },
    }),
  );
}

/** At night, but not between two and three: that hour is missing one night a year and comes twice in another. */
async function verifyEveryNight({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['verifyWorkflow']>({
      scheduleId: `verify-${taskQueue}`,
      spec: { calendars: [{ hour: 3, minute: 30, comment: 'de nachtelijke zelfcontrole' }], timezone: ZONE },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' },
      action: { type: 'startWorkflow', workflowType: 'verifyWorkflow', workflowId: `verify-${taskQueue}`, taskQueue },
    }),
  );
}

/** Before the self-check of the same night, and not between two and three (see above). */
async function retainEveryNight({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['retentionWorkflow']>({
      scheduleId: `retention-${taskQueue}`,
      spec: { calendars: [{ hour: 1, minute: 15, comment: 'de bewaartermijnen' }], timezone: ZONE },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' },
      action: { type: 'startWorkflow', workflowType: 'retentionWorkflow', workflowId: `retention-${taskQueue}`, taskQueue },
    }),
  );
}

/** After the cut-off, which is in the morning, and not between two and three (see above). */
async function findBreachesEveryNight({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['breachesWorkflow']>({
      scheduleId: `breaches-${taskQueue}`,
      spec: { calendars: [{ hour: 4, minute: 15, comment: 'schendingen van afspraken' }], timezone: ZONE },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' },
      action: { type: 'startWorkflow', workflowType: 'breachesWorkflow', workflowId: `breaches-${taskQueue}`, taskQueue },
    }),
  );
}

/** Each half hour, since each person chooses when; whether it is a working day our own calendar says. */
async function tellEveryWorkday({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['dailyOverviewsWorkflow']>({
      scheduleId: `daily-overviews-${taskQueue}`,
      spec: { calendars: [{ dayOfWeek: { start: 'MONDAY', end: 'FRIDAY' }, hour: { start: 6, end: 17 }, minute: [0, 30], comment: 'het overzicht van de dag' }], timezone: ZONE },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '2 hours' },
      action: { type: 'startWorkflow', workflowType: 'dailyOverviewsWorkflow', workflowId: `daily-overviews-${taskQueue}`, taskQueue },
    }),
  );
}

async function archiveOften({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['archiveWorkflow']>({
      scheduleId: `archive-${taskQueue}`,
      spec: { intervals: [{ every: '1 minute' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType: 'archiveWorkflow', workflowId: `archive-${taskQueue}`, taskQueue },
    }),
  );
}

async function sealAuditOften({ temporal, config }: Dependencies): Promise<void> {
  const { taskQueue } = config;
  await unlessThere(() =>
    temporal.schedule.create<Workflows['sealAuditWorkflow']>({
      scheduleId: `seal-audit-${taskQueue}`,
      spec: { intervals: [{ every: '5 minutes' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType: 'sealAuditWorkflow', workflowId: `seal-audit-${taskQueue}`, taskQueue },
    }),
  );
}
