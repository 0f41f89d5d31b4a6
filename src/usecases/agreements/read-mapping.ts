/** How a creditor's files are read: what is kept, from which day, and what is decided for later. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { agreementsOf, type AgreementVersion } from '../../db/queries/agreements/agreements.ts';
import { findMappingDraft } from '../../db/queries/agreements/mappings.ts';
import { deliveryMappingSchema, type DeliveryMapping } from '../../delivery/mapping.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { mustMapFor } from './sample-file.ts';

export const mappingIn = (stored: unknown): DeliveryMapping => deliveryMappingSchema.parse(stored ?? {});

/** The version that holds on a day; undefined where none does. */
export const versionOn = (versions: readonly AgreementVersion[], day: LocalDate): AgreementVersion | undefined => versions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day));

/** How files of that day are read; all is found in the file where no agreement holds. */
export async function keptOn(sql: Db, creditorId: string, day: LocalDate): Promise<{ mapping: DeliveryMapping }> {
  return { mapping: mappingIn(versionOn(await agreementsOf(sql, creditorId), day)?.mapping) };
}

export interface ShownMapping {
  draft: { mapping: DeliveryMapping; savedBy: string; savedAt: Instant } | null;
  /** From the version that holds today on, in their order. */
  kept: { agreementId: string; validFrom: LocalDate; validTo: LocalDate | null; mapping: DeliveryMapping; keptBy: string | null; keptByName: string | null; keptAt: Instant | null }[];
}

/** @throws AppError forbidden, not-found */
export async function readMapping(sql: Sql, actor: CallingActor, creditorId: string, at: Instant): Promise<ShownMapping> {
  await mustMapFor(sql, actor, creditorId);
  const [draft, versions] = [await findMappingDraft(sql, creditorId), await agreementsOf(sql, creditorId)];
  return {
    draft: draft === null ? null : { ...draft, mapping: mappingIn(draft.mapping) },
    kept: versions
      .filter(({ validTo }) => validTo === null || validTo >= localDate(at))
      .reverse()
      .map(({ id, validFrom, validTo, mapping, mappingKeptBy, mappingKeptByName, mappingKeptAt }) => ({ agreementId: id, validFrom, validTo, mapping: mappingIn(mapping), keptBy: mappingKeptBy, keptByName: mappingKeptByName, keptAt: mappingKeptAt })),
  };
}
