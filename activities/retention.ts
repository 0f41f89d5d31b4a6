import { randomUUID } from 'node:crypto';
import { activityInfo, heartbeat } from '@temporalio/activity';
import { systemActor } from '../src/domain/commands.ts';
import { retain } from '../src/usecases/retain.ts';
import type { RetentionCounts } from '../src/usecases/retention-night.ts';
import type { Dependencies } from './dependencies.ts';

/** The nightly anonymising. */
export const retentionActivities = ({ sql, keys }: Dependencies) => ({
  /** @returns how much went; a night that was cut off goes on */
  retainTonight: (): Promise<RetentionCounts> => {
    const actor = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };
    return retain({ sql, keys }, { runId: activityInfo().workflowExecution?.runId ?? randomUUID(), actor, at: new Date().toISOString(), onStep: () => heartbeat() });
  },
});
