/** What the columns of a creditor's files hold: what is decided so far, and what is kept in its agreement. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface MappingDraft {
  mapping: unknown;
  savedBy: string;
  savedAt: Instant;
}

export async function findMappingDraft(sql: Db, creditorId: string): Promise<MappingDraft | null> {
  return (await sql<MappingDraft[]>`select mapping, saved_by, saved_at from mapping_drafts where creditor_id = ${creditorId}`)[0] ?? null;
}

export async function saveMappingDraft(tx: Db, creditorId: string, { mapping, savedBy, savedAt }: { mapping: object; savedBy: string; savedAt: Instant }): Promise<void> {
  await tx`
    insert into mapping_drafts (creditor_id, mapping, saved_by, saved_at) values (${creditorId}, ${tx.json(mapping as never)}, ${savedBy}, ${savedAt})
    on conflict (creditor_id) do update set mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at`;
}

export async function storeMapping(tx: Db, agreementIds: readonly string[], { mapping, by, at }: { mapping: object; by: string; at: Instant }): Promise<void> {
  await tx`update agreements set mapping = ${tx.json(mapping as never)}, mapping_kept_by = ${by}, mapping_kept_at = ${at} where id = any(${[...agreementIds]}::uuid[])`;
}

/** What the creditor declared under one version goes for another of the same terms. */
export async function copyDeclaration(tx: Db, from: string, to: string): Promise<void> {
  await tx`
    insert into declarations (agreement_id, creditor_id, sought_contact, pointed_out_help, reminded, offered_to_pass_on, declared_on, declared_at, declared_by)
    select ${to}, creditor_id, sought_contact, pointed_out_help, reminded, offered_to_pass_on, declared_on, declared_at, declared_by from declarations where agreement_id = ${from}`;
}
