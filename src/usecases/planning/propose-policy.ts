/** A new dated version of the policy of a region or of one municipality: proposed, with what it would move. */
import { apiAddress } from '../../api-addresses.ts';
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { regionOf } from '../../db/queries/identity/reference.ts';
import { followingRegion, policiesOn, sameVersion } from '../../db/queries/planning/policies.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { nationalMatchPolicy } from '../../domain/planning/policy.ts';
import { policyAfter, type PolicyPatch } from '../../domain/planning/policy-change.ts';
import { AppError } from '../../errors.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { proposeChange, type Proposing } from './propose-change.ts';

interface PolicyProposal {
  version: string;
  regionId: string;
  /** Null: the whole region. */
  municipalityCode: string | null;
  validFrom: LocalDate;
  /** Whether running cases keep the version they run under, or move to this one. */
  runningCases: 'keep' | 'move';
  /** What the match starts from: the version that holds, or what a new municipality starts with. */
  rules?: 'current' | 'national';
  changes: PolicyPatch;
  reason: string;
}

/**
 * @returns the proposal's id
 * @throws AppError invalid-input for a municipality that is not of the region, a day in the past, or one to come when running
 * cases are to move; conflict when there is such a version already
 */
export function proposePolicy(sql: Sql, actor: CallingActor, proposed: PolicyProposal, proposing: Proposing): Promise<string> {
  const { version, regionId, municipalityCode, validFrom, runningCases, changes, reason } = proposed;
  mustBeInTime(proposed, localDate(proposing.at));
  return proposeChange(
    sql,
    actor,
    async (tx) => {
      await mustBeOfRegion(tx, proposed);
      await mustBeNew(tx, proposed);
      const policies = await policiesOn(tx, regionId, validFrom);
      const current = municipalityCode === null ? policies.region : policies.of(municipalityCode);
      const policy = policyAfter(proposed.rules === 'national' ? { ...current, match: nationalMatchPolicy } : current, version, changes);
      const scope = runningCases === 'keep' ? [] : municipalityCode === null ? await followingRegion(tx, regionId, validFrom) : [municipalityCode];
      return { because: { because: 'policy', version }, regionId, municipalityCode, validFrom, policy, scope, reason };
    },
    proposing,
  );
}

/** The past is not rewritten, and no running case moves to what does not hold yet. */
function mustBeInTime({ validFrom, runningCases }: PolicyProposal, today: LocalDate): void {
  const wrong = validFrom < today ? 'Een beleidsversie gaat vandaag of later in.' : validFrom > today && runningCases === 'move' ? 'Lopende zaken kunnen pas over op de dag dat de versie ingaat: kies vandaag, of laat ze hun versie houden.' : null;
  if (wrong !== null) throw new AppError('invalid-input', wrong, { fields: [{ field: 'validFrom', rule: 'in-time', message: wrong, value: validFrom }] });
}

async function mustBeOfRegion(tx: Db, { regionId, municipalityCode }: PolicyProposal): Promise<void> {
  if (municipalityCode === null) return;
  const isKnown = (await regionOf(tx, municipalityCode)) === regionId;
  const message = `Deze gemeente is niet van deze regio; GET ${apiAddress.list('municipalities')} noemt ze.`;
  if (!isKnown) throw new AppError('invalid-input', message, { fields: [{ field: 'municipality', rule: 'exists', message, value: municipalityCode }] });
}

async function mustBeNew(tx: Db, { version, regionId, municipalityCode, validFrom }: PolicyProposal): Promise<void> {
  const same = await sameVersion(tx, { version, regionId, municipalityCode, validFrom });
  if (same === null) return;
  throw new AppError('conflict', same === version ? `Er is al een beleidsversie ${version}; kies een andere naam.` : `Vanaf ${dateInWords(validFrom)} geldt al versie ${same}; kies een andere dag.`);
}
