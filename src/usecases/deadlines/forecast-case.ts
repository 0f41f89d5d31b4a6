import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { namesFor } from '../../db/queries/cases/timeline.ts';
import { forecastOf, type Forecast } from '../../domain/case/forecast.ts';
import { creditorsOf } from '../../domain/case/state.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { phaseLabels } from '../../domain/case/lifecycle.ts';
import { AppError } from '../../errors.ts';
import { happeningsOf, toldOf } from '../../wording/sentences/forecast.ts';

/** Every moment to come in a case when nobody acts, up to and including `until`. @throws AppError not-found */
export async function forecastCase(sql: Sql, actor: CallingActor, { caseId, until }: { caseId: string; until: Instant }) {
  const row = await findCase(sql, actor, caseId);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  await writeAudit(sql, actor, { action: 'forecast-case', outcome: 'done', caseId });
  const { state } = row;
  const forecast: Forecast = state === null ? { moments: [], end: 'nothing-left' } : forecastOf(state, until);
  const names = await namesFor(sql, state === null ? [] : creditorsOf(state));
  return {
    caseId,
    until,
    end: forecast.end,
    moments: forecast.moments.map((moment) => ({
      at: moment.at,
      happenings: happeningsOf(moment, names),
      told: toldOf(moment, names),
      phase: moment.phase,
      phaseLabel: phaseLabels[moment.phase],
    })),
  };
}
