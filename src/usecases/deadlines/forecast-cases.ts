import { apiAddress } from '../../api-addresses.ts';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findTeam, statesWithMoments, type ForecastScope } from '../../db/queries/deadlines/forecast.ts';
import { listCreditors } from '../../db/queries/identity/reference.ts';
import { forecastOf, happeningKinds, type ForecastMoment, type HappeningKind } from '../../domain/case/forecast.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { addDays, endOfDay, localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import type { Phase } from '../../domain/case/lifecycle.ts';
import { AppError } from '../../errors.ts';
import { happeningsOf, type Happening } from '../../wording/sentences/forecast.ts';
import type { Names } from '../../wording/sentences/timeline.ts';

/** How many cases a day lists; further ones are only counted, and can be found in the lists of deadlines. */
export const MOST_CASES_A_DAY = 50;

interface ForecastCase {
  caseId: string;
  link: string;
  at: Instant;
  happenings: Happening[];
  phase: Phase;
}

interface ForecastDay {
  date: LocalDate;
  /** Happenings by kind. */
  counts: Record<HappeningKind, number>;
  cases: ForecastCase[];
  /** Moments of cases that are not listed. */
  more: number;
}

interface Wanted extends ForecastScope {
  weeks: number;
  now: Instant;
}

/**
 * What comes in the coming weeks over all running cases of a team or municipality when nobody acts, a local day at a time.
 * @throws AppError not-found for a team that does not exist or is not this account's to read
 */
export async function forecastCases(sql: Sql, actor: CallingActor, { weeks, now, ...scope }: Wanted) {
  const team = scope.teamId === undefined ? null : await findTeam(sql, actor, scope.teamId);
  if (scope.teamId !== undefined && team === null) throw new AppError('not-found', 'Dit team bestaat niet, of is niet van uw gemeente.');
  const from = localDate(now);
  const lastDay = addDays(from, 7 * weeks - 1);
  const until = new Date(Date.parse(endOfDay(lastDay)) - 1).toISOString();
  const days = new Map<LocalDate, ForecastDay>();
  let cases = 0;
  const names: Names = new Map((await listCreditors(sql, actor)).map(({ id, name }) => [id, name]));
  for await (const { state } of statesWithMoments(sql, actor, scope, until)) cases += add(days, state, until, names) ? 1 : 0;
  await writeAudit(sql, actor, { action: 'forecast-cases', outcome: 'done', detail: { count: cases } });
  return { team, from, until: lastDay, cases, days: [...days.values()].map(sorted).sort((a, b) => (a.date < b.date ? -1 : 1)) };
}

/** Adds what will happen in one case. @returns whether there is anything */
function add(days: Map<LocalDate, ForecastDay>, state: CaseState, until: Instant, names: Names): boolean {
  const { moments } = forecastOf(state, until);
  for (const moment of moments) {
    const date = localDate(moment.at);
    const day = days.get(date) ?? { date, counts: noCounts(), cases: [], more: 0 };
    days.set(date, day);
    addMoment(day, state.caseId, moment, names);
  }
  return moments.length > 0;
}

function addMoment(day: ForecastDay, caseId: string, moment: ForecastMoment, names: Names): void {
  const happenings = happeningsOf(moment, names);
  for (const { kind } of happenings) day.counts[kind] += 1;
  if (day.cases.length >= MOST_CASES_A_DAY) day.more += 1;
  else day.cases.push({ caseId, link: apiAddress.case(caseId), at: moment.at, happenings, phase: moment.phase });
}

const noCounts = () => Object.fromEntries(happeningKinds.map((kind) => [kind, 0])) as Record<HappeningKind, number>;

const sorted = (day: ForecastDay): ForecastDay => ({ ...day, cases: day.cases.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.caseId < b.caseId ? -1 : 1)) });
