/** A region with its first policy, and municipalities with their postcodes. */
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { findMunicipality, insertFirstPolicy, insertMunicipality, insertRegion, isPolicyVersion, lockMunicipality, lockPostcodes, postcodesOfMunicipality, postcodesOfOthers, replacePostcodes, updateMunicipality, type MunicipalityRow } from '../../db/queries/administration/places.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { postcodeProblems, type PostcodeRange } from '../../domain/matching/postcodes.ts';
import { nationalMatchPolicy, twentePolicy } from '../../domain/planning/policy.ts';
import { monthAt } from '../../domain/rounds/round.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { openAtEveryCutOff } from '../../engine/round-schedule.ts';
import { AppError } from '../../errors.ts';
import { knownRegion } from '../planning/known-region.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { openRound } from '../rounds/open-round.ts';
import { invalid, mustBeAsRead } from './guards.ts';

/** A round of a past month can be opened by hand, and needs a policy too. */
const POLICY_FROM = '2020-01-01';

export interface NewRegion {
  id: string;
  name: string;
  /** What the match follows: the national rules, or those of the plan for Twente. */
  rules: 'national' | 'twente';
}

/**
 * A region with a policy, its round of today, and a schedule that opens the next ones. The same again changes nothing, and goes on where it
 * stopped.
 * @returns whether it is new
 * @throws AppError forbidden, engine-unavailable; conflict when the id is another region's
 */
export async function createRegion(deps: { sql: Sql; temporal: Client; config: { taskQueue: string } }, actor: CallingActor, { id, name, rules }: NewRegion, at: Instant): Promise<boolean> {
  mustBeTheirs(actor, null);
  const isNew = await deps.sql.begin(async (tx) => {
    const made = await insertRegion(tx, { id, name });
    if (made.name !== name) throw exists();
    const version = `${id}-1`;
    if (made.isNew && (await isPolicyVersion(tx, version))) throw exists();
    if (made.isNew) await insertFirstPolicy(tx, id, POLICY_FROM, { ...twentePolicy, version, ...(rules === 'national' ? { match: nationalMatchPolicy } : {}) });
    if (made.isNew) await writeAudit(tx, actor, { action: 'change-region', outcome: 'done', at, detail: { regionId: id, rules, policyVersion: version } });
    return made.isNew;
  });
  await answerOf(deps.temporal, () => openAtEveryCutOff(deps, id));
  await openRound(deps, actor, { regionId: id, month: monthAt(at), at });
  return isNew;
}

const exists = (): AppError => new AppError('conflict', 'Deze aanduiding (id) is al in gebruik; kies een andere.', { extra: { reason: 'exists' } });
export const noMunicipality = (): AppError => new AppError('not-found', 'Deze gemeente bestaat hier niet.');

/** @returns whether it is new @throws AppError forbidden, invalid-input; conflict when the code has another name or region */
export async function createMunicipality(sql: Sql, actor: CallingActor, { code, name, region }: { code: string; name: string; region: string | undefined }, at: Instant): Promise<boolean> {
  mustBeTheirs(actor, null);
  const regionId = await knownRegion(sql, region);
  return sql.begin(async (tx) => {
    const isNew = await insertMunicipality(tx, { code, name, regionId });
    const found = await findMunicipality(tx, code);
    if (found?.name !== name || found.regionId !== regionId) throw new AppError('conflict', 'Deze gemeente is er al, met een andere naam of in een andere regio.', { extra: { reason: 'exists' } });
    if (isNew) await writeAudit(tx, actor, { action: 'change-municipality', outcome: 'done', at, detail: { municipalityCode: code, regionId, fields: ['code'] } });
    return isNew;
  });
}

/** What is not given stays. @throws AppError forbidden, not-found; conflict when it was changed meanwhile */
export async function changePlace(sql: Sql, actor: CallingActor, { code, version, changes }: { code: string; version: number; changes: Partial<Pick<MunicipalityRow, 'name' | 'phone'>> }, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    const found = await placeToChange(tx, code);
    const wanted = { ...found, ...changes };
    const fields = (['name', 'phone'] as const).filter((field) => wanted[field] !== found[field]);
    if (fields.length === 0) return;
    mustBeAsRead(found, version);
    await updateMunicipality(tx, code, wanted);
    await writeAudit(tx, actor, { action: 'change-municipality', outcome: 'done', at, detail: { municipalityCode: code, fields } });
  });
}

/**
 * The whole list. What is delivered from now on belongs to the municipality that has its postcode; what came before stays where it is.
 * @throws AppError forbidden, not-found; invalid-input where ranges overlap; conflict when it was changed meanwhile
 */
export async function keepPostcodes(sql: Sql, actor: CallingActor, { code, version, postcodes }: { code: string; version: number; postcodes: PostcodeRange[] }, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    await lockPostcodes(tx);
    const found = await placeToChange(tx, code);
    const before = await postcodesOfMunicipality(tx, code);
    if (asText(before) === asText(postcodes)) return;
    mustBeAsRead(found, version);
    const wrong = postcodeProblems(postcodes, await postcodesOfOthers(tx, code));
    if (wrong.length > 0) throw invalid(wrong);
    await replacePostcodes(tx, code, postcodes);
    await writeAudit(tx, actor, { action: 'change-municipality', outcome: 'done', at, detail: { municipalityCode: code, fields: ['postcodes'], from: before, to: postcodes } });
  });
}

const asText = (ranges: readonly PostcodeRange[]): string => JSON.stringify([...ranges].sort((a, b) => a.first - b.first).map(({ first, last, place }) => [first, last, place]));

async function placeToChange(tx: Db, code: string): Promise<MunicipalityRow> {
  const found = await lockMunicipality(tx, code);
  if (found === null) throw noMunicipality();
  return found;
}
