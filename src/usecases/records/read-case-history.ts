import { apiAddress } from '../../api-addresses.ts';
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { namesFor, timelineIds } from '../../db/queries/cases/timeline.ts';
import { answerOf } from '../../engine/answers.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { asEvents } from '../../history/archive.ts';
import { factsOf, Unfoldable, type CaseFacts } from '../../history/events.ts';
import { foldRuns, type FoldedCase } from '../../history/fold.ts';
import { listedRunIds, runsOf, type CaseRun as FoundRun } from '../../history/runs.ts';
import { groupsOf } from '../../history/steps.ts';
import { stepInWords, type Told } from '../../wording/sentences/history.ts';
import { roleLabels } from '../../wording/labels/labels.ts';
import { referredTo, type Names } from '../../wording/sentences/timeline.ts';

/** The data from which the steps of a run are told. */
interface Telling {
  facts: CaseFacts;
  /** Null when the history does not follow from today's rules. */
  folded: FoldedCase | null;
  names: Names;
  /** The timeline's rows by their keys. */
  timeline: ReadonlyMap<string, string>;
}

export type CaseHistory = Awaited<ReturnType<typeof readCaseHistory>>;

/**
 * The workflow's own history of a case: every run, oldest first, those that the engine has forgotten included, a business
 * step at a time. Ids, codes and dates only.
 * @param raw with the engine's events as it gives them
 * @throws AppError not-found, engine-unavailable
 */
export async function readCaseHistory({ sql, temporal }: { sql: Sql; temporal: Client }, actor: CallingActor, { caseId, raw }: { caseId: string; raw: boolean }) {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  await writeAudit(sql, actor, { action: 'read-history', outcome: 'done', caseId });
  // Lists are a moment behind, and the newest run is the one that is asked for most: `runsOf` looks it up by itself.
  const runs = await answerOf(temporal, async () => runsOf({ sql, temporal }, caseId, await listedRunIds(temporal, caseId)));
  const known = runs.map((run) => ({ run, facts: factsOf(run.history) }));
  const folded = foldedOrNull(known.map(({ facts }) => facts));
  const [names, timeline] = await Promise.all([namesFor(sql, idsIn(folded, known)), timelineIds(sql, caseId)]);
  return {
    workflowId: workflowIdOf.case(caseId),
    timeline: apiAddress.timeline(caseId),
    runs: known.map(({ run, facts }) => runView(run, { facts, folded, names, timeline }, raw)),
  };
}

function foldedOrNull(facts: readonly CaseFacts[]): FoldedCase | null {
  try {
    return foldRuns(facts);
  } catch (error) {
    if (error instanceof Unfoldable) return null;
    throw error;
  }
}

/** The ids whose names the sentences need, and those of the actors. */
function idsIn(folded: FoldedCase | null, known: readonly { facts: CaseFacts }[]): string[] {
  const actors = known.flatMap(({ facts: { tasks } }) => tasks.flatMap(({ messages }) => messages.flatMap(({ message }) => (message as { actor?: { id: string } }).actor?.id ?? [])));
  return [...actors, ...referredTo((folded?.records ?? []).flatMap(({ events }) => events.map(({ data }) => data)))];
}

function runView({ runId, status, startedAt, closedAt, history }: FoundRun, telling: Telling, raw: boolean) {
  const steps = stepsOf(history, telling);
  return { runId, status, startedAt, closedAt, steps, ...(raw ? { events: asEvents(history) } : {}) };
}

function stepsOf(history: FoundRun['history'], { facts, folded, names, timeline }: Telling) {
  const isMoment = (eventId: number) => folded === null || toldBy(folded, facts, eventId).length > 0;
  return groupsOf(history, facts, isMoment).map((group) => {
    const { actor, happenings, ...step } = stepInWords(group, folded === null ? [] : toldBy(folded, facts, group.eventId), names);
    return {
      ...step,
      actorId: actor?.id ?? null,
      who: actor === null ? null : (names.get(actor.id) ?? roleLabels[actor.role]),
      happenings: happenings.map(({ timelineKey, ...happening }) => ({ ...happening, timelineId: timeline.get(timelineKey ?? '') ?? null })),
    };
  });
}

function toldBy({ records, origins }: FoldedCase, facts: CaseFacts, eventId: number): Told {
  return records.flatMap((record, n) => {
    const origin = origins[n];
    return origin?.run === facts && origin.eventId === eventId ? [{ record, before: records[n - 1]?.state ?? null }] : [];
  });
}
