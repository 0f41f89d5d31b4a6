/** A new dated version of the policy of a region or of one municipality: proposed, with what it would move. */
import type { CallingActor } from '../actor.ts';
import type { Db, Sql } from '../db/connect.ts';
import { policiesOn } from '../db/queries/policies.ts';
import { localDate, type Instant, type LocalDate } from '../domain/dates.ts';
import { policyAfter, type PolicyPatch } from '../domain/policy-change.ts';
import { AppError } from '../errors.ts';
import { dateInWords } from '../wording/dates.ts';
import { proposeChange } from './propose-change.ts';

export interface PolicyProposal {
  version: string;
  regionId: string;
  /** Null: the whole region. */
  municipalityCode: string | null;
  validFrom: LocalDate;
  /** Whether running cases keep the version they run under, or move to this one. */
  runningCases: 'keep' | 'move';
  changes: PolicyPatch;
  reason: string;
}

/**
 * @returns the proposal's id
 * @throws AppError invalid-input for a municipality that is not of the region, a day in the past, or one to come when running
 * cases are to move; conflict when there is such a version already
 */
export function proposePolicy(sql: Sql, actor: CallingActor, proposed: PolicyProposal, at: Instant): Promise<string> {
  const { version, regionId, municipalityCode, validFrom, runningCases, changes, reason } = proposed;
  mustBeInTime(proposed, localDate(at));
  return proposeChange(
    sql,
    actor,
    async (tx) => {
      await mustBeOfRegion(tx, proposed);
      await mustBeNew(tx, proposed);
      const policies = await policiesOn(tx, regionId, validFrom);
      const policy = policyAfter(municipalityCode === null ? policies.region : policies.of(municipalityCode), version, changes);
      const scope = runningCases === 'keep' ? [] : municipalityCode === null ? await followingRegion(tx, regionId, validFrom) : [municipalityCode];
      return { because: { because: 'policy', version }, regionId, municipalityCode, validFrom, policy, scope, reason };
    },
    at,
  );
}

/** The past is not rewritten, and no running case moves to what does not hold yet. */
function mustBeInTime({ validFrom, runningCases }: PolicyProposal, today: LocalDate): void {
  const wrong = validFrom < today ? 'Een beleidsversie gaat vandaag of later in.' : validFrom > today && runningCases === 'move' ? 'Lopende zaken kunnen pas over op de dag dat de versie ingaat: kies vandaag, of laat ze hun versie houden.' : null;
  if (wrong !== null) throw new AppError('invalid-input', wrong, { fields: [{ field: 'validFrom', rule: 'in-time', message: wrong, value: validFrom }] });
}

async function mustBeOfRegion(tx: Db, { regionId, municipalityCode }: PolicyProposal): Promise<void> {
  if (municipalityCode === null) return;
  const known = await tx`select 1 from municipalities where code = ${municipalityCode} and region_id = ${regionId}`;
  const message = 'Deze gemeente is niet van deze regio; GET /api/v1/municipalities noemt ze.';
  if (known.length === 0) throw new AppError('invalid-input', message, { fields: [{ field: 'municipality', rule: 'exists', message, value: municipalityCode }] });
}

async function mustBeNew(tx: Db, { version, regionId, municipalityCode, validFrom }: PolicyProposal): Promise<void> {
  const [same] = await tx<{ version: string }[]>`
    select version from policies
    where version = ${version} or (region_id = ${regionId} and municipality_code is not distinct from ${municipalityCode} and valid_from = ${validFrom}) limit 1`;
  if (same === undefined) return;
  throw new AppError('conflict', same.version === version ? `Er is al een beleidsversie ${version}; kies een andere naam.` : `Vanaf ${dateInWords(validFrom)} geldt al versie ${same.version}; kies een andere dag.`);
}

/** The municipalities that have no policy of their own on that day. */
async function followingRegion(tx: Db, regionId: string, date: LocalDate): Promise<string[]> {
  const rows = await tx<{ code: string }[]>`
    select code from municipalities where region_id = ${regionId}
      and not exists (select 1 from policies where region_id = ${regionId} and municipality_code = municipalities.code and valid_from <= ${date})
    order by code`;
  return rows.map(({ code }) => code);
}
