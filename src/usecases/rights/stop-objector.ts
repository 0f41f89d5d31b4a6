/** Ends what runs about somebody who objected, in cases of others too; what may be about that person is marked for somebody to look at. */
import type { CallingActor } from '../../actor.ts';
import { markDoubtful, signalsInCasesNear } from '../../db/queries/rights/objections.ts';
import { liveSignalsIn, runningOf } from '../../db/queries/rights/persons.ts';
import { peopleOf } from '../../domain/case/lifecycle.ts';
import { systemActor, type DataOf } from '../../domain/case/commands.ts';
import { AppError } from '../../errors.ts';
import { actOnCase, type ActDependencies } from '../cases/act-on-case.ts';
import { recogniseObjectors } from './recognise-objectors.ts';

export const system: CallingActor = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };

interface RunningSignal {
  signalId: string;
  caseId: string;
}

/**
 * For an objection that was filed or withdrawn. Those of the same person that still run: what ended earlier is not begun again by a
 * withdrawal, since nobody decided that.
 */
export async function judgeRunningCases({ sql, keys }: ActDependencies, objectionId: string): Promise<RunningSignal[]> {
  return sql.begin(async (tx) => {
    const rows = await signalsInCasesNear({ sql: tx, keys }, objectionId);
    const held = await recogniseObjectors({ sql: tx, keys }, rows);
    const [doubtful, clear] = [rows.filter((row) => held.get(row) === 'doubt'), rows.filter((row) => held.get(row) !== 'doubt')];
    await markDoubtful(tx, { doubtful: doubtful.map(({ signalId }) => signalId), clear: clear.map(({ signalId }) => signalId) });
    return rows.filter((row) => held.get(row) === 'same').map(({ signalId, caseId }) => ({ signalId, caseId }));
  });
}

/** Of these signals those that run still end; their case closes where it is about nobody else. Done twice it is done once. */
export async function stopSignals(deps: ActDependencies, actor: CallingActor, signals: readonly RunningSignal[], keyOf: (first: string) => string): Promise<void> {
  const running = await runningOf(deps.sql, [...new Set(signals.map(({ caseId }) => caseId))]);
  const live = await liveSignalsIn(deps.sql, running);
  for (const caseId of running) {
    const signalIds = live.filter((one) => one.caseId === caseId && signals.some(({ signalId }) => signalId === one.signalId)).map(({ signalId }) => signalId);
    const [first] = signalIds;
    // A privacy officer closes no case: the system does, for the objection.
    const by = peopleOf('close').includes(actor.role) ? actor : system;
    if (first !== undefined) await closeFor(deps, by, { caseId, key: keyOf(first), body: { because: 'objection', signalIds } });
  }
}

/** By the case's own action; one that somebody has closed meanwhile is closed. */
export async function closeFor(deps: ActDependencies, actor: CallingActor, { caseId, key, body }: { caseId: string; key: string; body: DataOf<'close'> }): Promise<void> {
  try {
    await actOnCase(deps, actor, { caseId, action: 'close', key, body });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'action-refused' || error.extra['phase'] !== 'closed') throw error;
  }
}
