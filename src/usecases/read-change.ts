/** A change of calendar or policy as its readers see it: what, why, by whom, what it moves, how far it is. */
import type { Sql } from '../db/connect.ts';
import { findChange, type ChangeRow, type MoveCount, type MoveRow } from '../db/queries/changes.ts';
import { deadlineKinds } from '../domain/policy.ts';
import { effects, type Effect } from '../domain/replan.ts';
import { AppError } from '../errors.ts';
import { changeSentence, changeStateLabels, effectLabels, previewSentence } from '../wording/change.ts';
import { deadlineLabels } from '../wording/labels.ts';

/** @throws AppError not-found */
export async function readChange(sql: Sql, id: string) {
  const row = await findChange(sql, id);
  if (row === null) throw new AppError('not-found', 'Deze wijziging bestaat niet; GET /api/v1/changes noemt ze.');
  return changeView(row, await municipalityNames(sql));
}

/** Names by code. */
export async function municipalityNames(sql: Sql): Promise<ReadonlyMap<string, string>> {
  return new Map((await sql<{ code: string; name: string }[]>`select code, name from municipalities`).map(({ code, name }) => [code, name]));
}

export function changeView(row: ChangeRow, names: ReadonlyMap<string, string>) {
  const { id, because, regionId, municipalityCode, validFrom, policy, scope, reason, state, proposedAt, proposedBy, confirmedAt, confirmedBy, discardedAt, discardedBy, doneAt } = row;
  const link = `/api/v1/changes/${id}`;
  return {
    id,
    because,
    sentence: changeSentence({ because, validFrom, scope, municipality: municipalityCode === null ? null : (names.get(municipalityCode) ?? municipalityCode) }),
    reason,
    state,
    stateLabel: changeStateLabels[state],
    regionId,
    municipalityCode,
    validFrom,
    policy,
    runningCases: because.because !== 'policy' || (scope?.length ?? 0) > 0 ? ('follow' as const) : ('keep' as const),
    proposedAt,
    proposedBy,
    confirmedAt,
    confirmedBy,
    discardedAt,
    discardedBy,
    doneAt,
    preview: { computedAt: proposedAt, ...summary(row, names) },
    told: row.told,
    // One that was started with the calendar of before is told as well, and was not counted at the confirmation.
    total: Math.max(row.total, row.told),
    links: { self: link, moves: `${link}/moves` },
  };
}

function summary({ counts, cases }: ChangeRow, names: ReadonlyMap<string, string>) {
  const sum = (some: readonly MoveCount[]) => some.reduce((total, { count }) => total + count, 0);
  const byEffect = (some: readonly MoveCount[]) => Object.fromEntries(effects.map((effect) => [effect, sum(some.filter((count) => count.effect === effect))])) as Record<Effect, number>;
  const codes = [...new Set(counts.map(({ municipalityCode }) => municipalityCode))];
  const kinds = deadlineKinds.filter((kind) => counts.some((count) => count.kind === kind));
  return {
    sentence: previewSentence(byEffect(counts), cases),
    deadlines: sum(counts),
    cases,
    effects: byEffect(counts),
    kinds: kinds.map((kind) => ({ kind, label: deadlineLabels[kind], ...byEffect(counts.filter((count) => count.kind === kind)) })),
    municipalities: codes.map((code) => ({ municipalityCode: code, municipality: code === null ? null : (names.get(code) ?? code), ...byEffect(counts.filter((count) => count.municipalityCode === code)) })),
  };
}

export function moveView({ deadlineId, caseId, roundId, municipalityCode, kind, effect, fromOn, toOn }: MoveRow) {
  return {
    deadlineId,
    caseId,
    roundId,
    link: caseId === null ? `/api/v1/rounds/${String(roundId)}` : `/api/v1/cases/${caseId}`,
    municipalityCode,
    kind,
    label: deadlineLabels[kind],
    effect,
    effectLabel: effectLabels[effect],
    from: fromOn,
    to: toOn,
  };
}
