import { randomUUID } from 'node:crypto';
import { activityInfo, heartbeat } from '@temporalio/activity';
import { systemActor } from '../src/domain/case/commands.ts';
import { sealReceipts } from '../src/usecases/deliveries/seal-receipts.ts';
import { makeFacts } from '../src/usecases/records/make-facts.ts';
import { indexHouseholds } from '../src/usecases/signals/index-households.ts';
import { refoldNames } from '../src/usecases/rights/refold-names.ts';
import { anonymiseDue } from '../src/usecases/retention/anonymise-due.ts';
import type { RetentionCounts } from '../src/usecases/retention/retention-night.ts';
import type { Dependencies } from './dependencies.ts';

/** The nightly anonymising. */
export const retentionActivities = ({ sql, keys, config }: Dependencies) => ({
  /** @returns how much was anonymised; continues where an interrupted night stopped */
  retainTonight: async (): Promise<RetentionCounts> => {
    // Rows that a worker of an older release wrote while both releases ran.
    await refoldNames({ sql, keys, config }, () => heartbeat());
    await indexHouseholds({ sql, keys, config }, () => heartbeat());
    await sealReceipts({ sql, keys }, () => heartbeat());
    await makeFacts({ sql, keys }, () => heartbeat());
    const actor = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };
    return anonymiseDue({ sql, keys }, { runId: activityInfo().workflowExecution?.runId ?? randomUUID(), actor, at: new Date().toISOString(), onStep: () => heartbeat() });
  },
});
