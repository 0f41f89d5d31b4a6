/** A change of calendar or policy: what, why, by whom, what it moves, and how many cases have been told. */
import { addressOf, apiAddress } from '../../api-addresses.ts';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { municipalityNames } from '../../db/queries/identity/reference.ts';
import { findChange, listChanges, listMoves, streamMoves, type ChangePosition, type ChangeRow, type MoveCount, type MoveFilters, type MoveRow } from '../../db/queries/planning/changes.ts';
import { changeStates, type ChangeState } from '../../domain/planning/change.ts';
import { deadlineKinds } from '../../domain/planning/policy.ts';
import { effects, type Effect } from '../../domain/planning/replan.ts';
import { AppError } from '../../errors.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import { changeSentence, changeStateLabels, effectLabels, previewSentence } from '../../wording/sentences/change.ts';
import { deadlineLabels } from '../../wording/labels/labels.ts';

/** @throws AppError not-found */
export async function readChange(sql: Sql, id: string) {
  return changeView(await mustExist(sql, id), await municipalityNames(sql));
}

/** The newest first; without states, all of them. */
export async function readChanges(sql: Sql, states: readonly ChangeState[] = changeStates, asked: PageAsked<ChangePosition>) {
  const page = await onePage(asked, (rows) => listChanges(sql, states, rows), ({ proposedAt, id }) => ({ proposedAt, id }));
  const names = await municipalityNames(sql);
  return shownAs(page, (row) => changeView(row, names));
}

/** Every deadline that the change moves, as foreseen. @throws AppError not-found */
export async function readMoves(sql: Sql, actor: CallingActor, id: string, filters: MoveFilters, asked: PageAsked<string>) {
  await mustExist(sql, id);
  return shownAs(await onePage(asked, (rows) => listMoves(sql, actor, id, filters, rows), ({ deadlineId }) => deadlineId), moveView);
}

/** All of them, read as they are asked for. @throws AppError not-found */
export async function exportMoves(sql: Sql, actor: CallingActor, id: string, filters: MoveFilters): Promise<AsyncIterable<MoveRow>> {
  await mustExist(sql, id);
  return streamMoves(sql, actor, id, filters);
}

async function mustExist(sql: Sql, id: string): Promise<ChangeRow> {
  const row = await findChange(sql, id);
  if (row === null) throw new AppError('not-found', `Deze wijziging bestaat niet; GET ${apiAddress.list('changes')} noemt ze.`);
  return row;
}

export function changeView(row: ChangeRow, names: ReadonlyMap<string, string>) {
  const { id, because, regionId, municipalityCode, validFrom, policy, scope, reason, state, proposedAt, proposedBy, confirmedAt, confirmedBy, discardedAt, discardedBy, doneAt } = row;
  const link = apiAddress.change(id);
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
    runningCases: because.because !== 'policy' || (scope?.length ?? 0) > 0 ? ('move' as const) : ('keep' as const),
    proposedAt,
    proposedBy,
    confirmedAt,
    confirmedBy,
    discardedAt,
    discardedBy,
    doneAt,
    preview: { computedAt: proposedAt, ...summary(row, names) },
    told: row.told,
    // A case that started with the old calendar is told as well, and was not counted at the confirmation.
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
    link: addressOf({ caseId, roundId }),
    municipalityCode,
    kind,
    label: deadlineLabels[kind],
    effect,
    effectLabel: effectLabels[effect],
    from: fromOn,
    to: toOn,
  };
}
