/** What is asked of others in a municipality, and how that fares. */
import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { findMunicipality } from '../../db/queries/administration/places.ts';
import { checkListsOf } from '../../db/queries/checks/lists.ts';
import { checkSettingsOf, checkStandingsOf } from '../../db/queries/checks/settings.ts';
import { checks } from '../../domain/checks/check.ts';
import { localDate } from '../../domain/time/dates.ts';
import { checkFailureInWords } from '../../wording/sentences/checks.ts';
import { noMunicipality } from '../administration/keep-places.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

/** @throws AppError forbidden, not-found */
export async function readChecks({ sql, config }: { sql: Sql; config: Pick<Config, 'checks'> }, actor: CallingActor, municipalityCode: string) {
  mustBeTheirs(actor, municipalityCode);
  if ((await findMunicipality(sql, municipalityCode)) === null) throw noMunicipality();
  const today = localDate(new Date().toISOString());
  const [settings, lists, standings] = await Promise.all([checkSettingsOf(sql, municipalityCode), checkListsOf(sql, municipalityCode), checkStandingsOf(sql, municipalityCode)]);
  return checks.map(({ code, label, ways }) => {
    const own = settings.filter(({ check }) => check === code);
    const current = own.find(({ validFrom }) => validFrom <= today);
    const list = lists.find(({ check }) => check === code);
    const standing = standings.find(({ check }) => check === code);
    return {
      check: code,
      label,
      ways: [...ways],
      on: current?.isOn ?? false,
      way: current?.way ?? null,
      hasAddress: config.checks.urls[code] !== undefined,
      settings: own.map(({ validFrom, isOn, way, setBy, setAt }) => ({ validFrom, on: isOn, way, setBy, setAt })),
      list: list === undefined ? null : { dated: list.dated, keptUntil: list.keptUntil, persons: list.persons, givenBy: list.givenBy, givenAt: list.givenAt },
      lastAnsweredAt: standing?.answeredAt ?? null,
      lastFailure: standing?.failedAt == null || standing.failure === null ? null : { at: standing.failedAt, code: standing.failure, part: standing.part, sentence: checkFailureInWords(standing.failure, standing.part), failuresSinceAnswer: standing.failures },
    };
  });
}
