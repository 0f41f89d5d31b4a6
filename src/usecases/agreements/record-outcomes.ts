/** Evictions, judgements and disconnections of a creditor, by year or month; those of earlier years are the base line. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { insertOutcome, outcomesByYear, outcomesOf, type OutcomeCount, type RecordedOutcome } from '../../db/queries/agreements/outcomes.ts';
import { lockAgreements } from '../../db/queries/agreements/agreements.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { municipalityNames } from '../../db/queries/identity/reference.ts';
import { outcomeKinds, shownCount } from '../../domain/agreements/outcome.ts';
import { labelOf } from '../../domain/codes.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { invalid } from '../administration/guards.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustMapFor } from './sample-file.ts';

interface Recording {
  creditorId: string;
  counts: readonly OutcomeCount[];
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

/**
 * Records the counts that differ from what stands; what stood is kept as corrected.
 * @throws AppError forbidden, not-found; invalid-input for a period that has not begun, one named twice, or an unknown municipality
 */
export async function recordOutcomes(sql: Sql, actor: CallingActor, { creditorId, counts, key, at }: Recording): Promise<void> {
  await mustMapFor(sql, actor, creditorId);
  const places = await municipalityNames(sql);
  const wrong = counts.flatMap((count, n) => problemsOf(count, counts.slice(0, n), { places, today: localDate(at), n }));
  if (wrong.length > 0) throw invalid(wrong);
  await sql.begin(async (tx) => {
    await lockAgreements(tx, creditorId);
    const standing = (await outcomesOf(tx, creditorId)).filter(({ isCorrected }) => !isCorrected);
    const fresh = counts.filter((count) => !standing.some((one) => isSameCell(one, count) && one.number === count.number));
    for (const count of fresh) await insertOutcome(tx, { ...count, id: idFrom(`outcome ${actor.id} ${key} ${cellOf(count)}`), creditorId, recordedBy: actor.id, recordedAt: at });
    if (fresh.length > 0) await writeAudit(tx, actor, { action: 'record-outcomes', outcome: 'done', at, detail: { creditorId, counts: fresh.length } });
  });
}

const cellOf = ({ kind, municipalityCode, period }: OutcomeCount): string => `${kind} ${municipalityCode ?? ''} ${period}`;
const isSameCell = (one: OutcomeCount, other: OutcomeCount): boolean => cellOf(one) === cellOf(other);

function problemsOf(count: OutcomeCount, before: readonly OutcomeCount[], { places, today, n }: { places: ReadonlyMap<string, string>; today: string; n: number }): FieldError[] {
  const at = (field: string): string => `body.counts.${n}.${field}`;
  return [
    ...(count.period > today.slice(0, count.period.length) ? [{ field: at('period'), rule: 'begun', message: 'Deze periode moet nog beginnen; kies een eerdere.' }] : []),
    ...(before.some((other) => isSameCell(other, count)) ? [{ field: at('period'), rule: 'once', message: 'Dit getal staat hier al; geef het één keer.' }] : []),
    ...(count.municipalityCode !== null && !places.has(count.municipalityCode) ? [{ field: at('municipalityCode'), rule: 'exists', message: 'Deze gemeente doet niet mee; laat de gemeente weg voor alle gemeenten samen.' }] : []),
  ];
}

/** With those that were corrected. @throws AppError forbidden, not-found */
export async function readOutcomes(sql: Sql, actor: CallingActor, creditorId: string): Promise<(RecordedOutcome & { kindLabel: string })[]> {
  await mustMapFor(sql, actor, creditorId);
  return (await outcomesOf(sql, creditorId)).map((one) => ({ ...one, kindLabel: labelOf(outcomeKinds, one.kind) }));
}

/** By year, for whoever may see figures: without small counts, and not by municipality or creditor, so that nothing can be subtracted. */
export async function readOutcomeFigures(sql: Sql) {
  return (await outcomesByYear(sql)).map(({ number, ...one }) => ({ ...one, kindLabel: labelOf(outcomeKinds, one.kind), number: shownCount(number), isTooSmall: shownCount(number) === null }));
}
