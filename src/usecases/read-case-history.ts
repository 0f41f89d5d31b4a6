import type { Client } from '@temporalio/client';
import { historyToJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import type { CallingActor } from '../actor.ts';
import type { Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { findCase } from '../db/queries/case-detail.ts';
import { namesFor, timelineIds } from '../db/queries/timeline.ts';
import { answerOf } from '../engine.ts';
import { AppError } from '../errors.ts';
import { factsOf, Unfoldable, type CaseFacts } from '../history/events.ts';
import { foldRuns, type FoldedCase } from '../history/fold.ts';
import { listedRunIds, runsOf, workflowIdOf, type CaseRun as FoundRun } from '../history/runs.ts';
import { groupsOf } from '../history/steps.ts';
import { stepInWords, type Told } from '../wording/history.ts';
import { roleLabels } from '../wording/labels.ts';
import { referredTo, type Names } from '../wording/timeline.ts';

/** What a run's steps are told with. */
interface Telling {
  facts: CaseFacts;
  /** Null where the rules of today cannot follow the history. */
  folded: FoldedCase | null;
  names: Names;
  /** The timeline's rows by their keys. */
  timeline: ReadonlyMap<string, string>;
}

export type CaseHistory = Awaited<ReturnType<typeof readCaseHistory>>;
export type HistoryStep = CaseHistory['runs'][number]['steps'][number];

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
    workflowId: workflowIdOf(caseId),
    timeline: `/api/v1/cases/${caseId}/timeline`,
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

/** Whatever a sentence names, and whoever acted. */
function idsIn(folded: FoldedCase | null, known: readonly { facts: CaseFacts }[]): string[] {
  const actors = known.flatMap(({ facts: { tasks } }) => tasks.flatMap(({ messages }) => messages.flatMap(({ message }) => (message as { actor?: { id: string } }).actor?.id ?? [])));
  return [...actors, ...referredTo((folded?.records ?? []).flatMap(({ events }) => events.map(({ data }) => data)))];
}

function runView({ runId, status, startedAt, closedAt, history }: FoundRun, telling: Telling, raw: boolean) {
  const steps = stepsOf(history, telling);
  return { runId, status, startedAt, closedAt, steps, ...(raw ? { events: (JSON.parse(historyToJSON(history)) as { events: Record<string, unknown>[] }).events } : {}) };
}

function stepsOf(history: History, { facts, folded, names, timeline }: Telling) {
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
