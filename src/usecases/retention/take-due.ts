/** Cases and signals that have reached their term. */
import { closedCases, droppedSignals, type ClosedCaseRow, type DroppedSignalRow } from '../../db/queries/retention/retention.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { noCaseDueOn, retentionOf, type Retention } from '../../domain/retention/retention.ts';
import { AppError } from '../../errors.ts';
import { pooled } from '../../pooled.ts';
import { anonymiseCase } from './anonymise-case.ts';
import { anonymiseSignals } from './anonymise-signals.ts';
import { AT_ONCE, attempt, PAGE, policyOf, throughPages, type Night } from './retention-night.ts';

export async function takeCases(night: Night): Promise<void> {
  const { sql, actor, before, today } = night;
  const termOf = (row: ClosedCaseRow) => ({ row, ...retentionOf(row, policyOf(night, row.policyVersion)) });
  await throughPages(
    night,
    (after) => closedCases(sql, actor, { before, after, limit: PAGE }),
    (rows) => pooled(AT_ONCE, rows.map(termOf).filter(({ dueOn }) => dueOn <= today), (one) => attempt(night, () => takeCase(night, one))),
  );
}

async function takeCase(night: Night, { row: { id, heldAt }, rule, dueOn }: Retention & { row: ClosedCaseRow }): Promise<void> {
  const { actor, at, counts, dryRun } = night;
  if (heldAt !== null) counts.held += 1;
  else if (dryRun) counts[rule] += 1;
  else {
    try {
      const certificate = await anonymiseCase(night, { caseId: id, actor, because: 'retention', at, basis: { rule, dueOn } });
      if (certificate !== null) counts[rule] += 1;
    } catch (error) {
      // Opened again meanwhile, or a signal of it waits for its round.
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      counts.waiting += 1;
    }
  }
}

/** All that are due of a case together. */
interface DueSignals {
  caseId: string;
  signalIds: string[];
  /** Of the last of them. */
  dueOn: LocalDate;
}

export async function takeSignals(night: Night): Promise<void> {
  const { sql, actor, at, before, today, counts, dryRun } = night;
  const dueOf = (row: DroppedSignalRow) => ({ ...row, dueOn: noCaseDueOn(row.decidedAt, policyOf(night, row.policyVersion)) });
  await throughPages(
    night,
    (after) => droppedSignals(sql, actor, { before, after, limit: PAGE }),
    (rows) =>
      pooled(AT_ONCE, byCase(rows.map(dueOf).filter(({ dueOn }) => dueOn <= today)), (due) =>
        attempt(night, async () => {
          const gone = dryRun ? due.signalIds.length : ((await anonymiseSignals({ sql }, { ...due, actor, at }))?.signals ?? 0);
          counts.signals += gone;
        }),
      ),
  );
}

function byCase(rows: readonly (DroppedSignalRow & { dueOn: LocalDate })[]): DueSignals[] {
  const cases = new Map<string, DueSignals>();
  for (const { id, caseId, dueOn } of rows) {
    const so = cases.get(caseId);
    cases.set(caseId, { caseId, signalIds: [...(so?.signalIds ?? []), id], dueOn: so !== undefined && so.dueOn > dueOn ? so.dueOn : dueOn });
  }
  return [...cases.values()];
}
