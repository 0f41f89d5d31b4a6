import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { findMunicipality } from '../../db/queries/administration/places.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { removeCheckList } from '../../db/queries/checks/lists.ts';
import { checkSettingsOf, lockChecks, storeCheckSetting } from '../../db/queries/checks/settings.ts';
import { checkLabels, waysOf, type CheckCode, type CheckWay } from '../../domain/checks/check.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { invalidField } from '../administration/guards.ts';
import { noMunicipality } from '../administration/keep-places.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

export interface CheckChange {
  municipalityCode: string;
  check: CheckCode;
  on: boolean;
  /** Undefined: the only way of this check, or as before. */
  way: CheckWay | undefined;
  /** Undefined: from today on. */
  validFrom: LocalDate | undefined;
}

/**
 * Puts a check on or off in a municipality, from a day on. The same again changes nothing. Where a check is off from today on, its list goes at once.
 * @throws AppError forbidden, not-found; invalid-input for a day that has passed, a way that the check does not have, or a service without an address
 */
export async function changeCheck({ sql, config }: { sql: Sql; config: Pick<Config, 'checks'> }, actor: CallingActor, { municipalityCode, check, on, way, validFrom }: CheckChange, at: Instant): Promise<void> {
  mustBeTheirs(actor, municipalityCode);
  if ((await findMunicipality(sql, municipalityCode)) === null) throw noMunicipality();
  const today = localDate(at);
  const from = validFrom ?? today;
  if (from < today) throw invalidField('validFrom', 'past', 'Kies vandaag of een latere dag: wat al is nagevraagd verandert niet.');
  await sql.begin(async (tx) => {
    await lockChecks(tx, municipalityCode);
    const before = (await checkSettingsOf(tx, municipalityCode)).find((one) => one.check === check && one.validFrom <= from);
    const chosen = wayOf(check, way ?? before?.way);
    if (on && chosen === 'service' && config.checks.urls[check] === undefined) throw invalidField('way', 'notSetUp', `Er is nog geen adres om dit na te vragen (${checkLabels[check]}). Wie het systeem inricht, zet dat in de instellingen.`);
    if (before?.isOn === on && before.way === chosen) return;
    if (before === undefined && !on) return;
    await storeCheckSetting(tx, municipalityCode, { check, validFrom: from, isOn: on, way: chosen, setBy: actor.id, setAt: at });
    if (!on && from === today) await removeCheckList(tx, { municipalityCode, check });
    await writeAudit(tx, actor, { action: 'change-check', outcome: 'done', at, detail: { municipalityCode, check, on, way: chosen, validFrom: from, from: before === undefined ? null : { on: before.isOn, way: before.way } } });
  });
}

function wayOf(check: CheckCode, wanted: CheckWay | undefined): CheckWay {
  const ways = waysOf(check);
  const [only] = ways;
  if (wanted === undefined && ways.length > 1) throw invalidField('way', 'required', 'Kies hoe er wordt nagevraagd: in een eigen lijst (list) of bij een dienst (service).');
  const way = wanted ?? only ?? 'service';
  if (!ways.includes(way)) throw invalidField('way', 'way', 'Dit wordt nagevraagd bij een dienst (service); een eigen lijst is hier niet mogelijk.');
  return way;
}
