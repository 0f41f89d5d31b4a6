/** Agreements with creditors, and what creditors declared under them. */
import type { AgreementTerms, Precondition } from '../../../domain/agreements/agreement.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

type Declared = Readonly<Record<Precondition, boolean>>;

/** Who and at what moment are not known of what was declared before 0.3. */
export interface Declaration extends Declared {
  declaredOn: LocalDate;
  declaredAt: Instant | null;
  declaredBy: string | null;
  declaredByName: string | null;
}

export interface AgreementVersion extends AgreementTerms {
  id: string;
  creditorId: string;
  declaration: Declaration | null;
  /** How its files are read; what it leaves out is found in the file. */
  mapping: unknown;
  /** Who decided that and when; null for what nobody decided by the API. */
  mappingKeptBy: string | null;
  mappingKeptByName: string | null;
  mappingKeptAt: Instant | null;
}

/** Its versions, the newest first. */
export const agreementsOf = (sql: Db, creditorId: string) => listed(sql, sql`a.creditor_id = ${creditorId}`);

export async function findAgreement(sql: Db, id: string): Promise<AgreementVersion | null> {
  return (await listed(sql, sql`a.id = ${id}`))[0] ?? null;
}

async function listed(sql: Db, which: ReturnType<Db>): Promise<AgreementVersion[]> {
  return sql<AgreementVersion[]>`
    select a.id, a.creditor_id, a.valid_from, a.valid_to, a.allowed_kinds, a.arrears_age_days, a.minimum_amount_cents,
      a.mapping, a.mapping_kept_by, keeper.name as mapping_kept_by_name, a.mapping_kept_at,
      case when d.agreement_id is null then null else jsonb_build_object('soughtContact', d.sought_contact, 'pointedOutHelp', d.pointed_out_help, 'reminded', d.reminded,
        'offeredToPassOn', d.offered_to_pass_on, 'declaredOn', d.declared_on, 'declaredAt', to_char(d.declared_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'declaredBy', d.declared_by, 'declaredByName', who.name) end as declaration
    from agreements a left join declarations d on d.agreement_id = a.id left join accounts who on who.id = d.declared_by left join accounts keeper on keeper.id = a.mapping_kept_by
    where ${which} order by a.valid_from desc`;
}

/** Others who change what is agreed with this creditor wait until the transaction ends. */
export async function lockAgreements(tx: Db, creditorId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`agreements ${creditorId}`}, 0))`;
}

/** How its files are read goes on as it was agreed before. */
export async function insertAgreement(tx: Db, { id, creditorId, validFrom, validTo, allowedKinds, arrearsAgeDays, minimumAmountCents }: AgreementTerms & { id: string; creditorId: string }, before: string | null): Promise<void> {
  await tx`
    insert into agreements (id, creditor_id, valid_from, valid_to, allowed_kinds, arrears_age_days, minimum_amount_cents, mapping, mapping_kept_by, mapping_kept_at)
    select ${id}, ${creditorId}, ${validFrom}, ${validTo}, ${allowedKinds}, ${arrearsAgeDays === null ? null : tx.json(arrearsAgeDays)}, ${minimumAmountCents},
      coalesce(before.mapping, '{}'), before.mapping_kept_by, before.mapping_kept_at
    from (select 1) as one left join agreements before on before.id = ${before}`;
}

export async function endAgreements(tx: Db, ids: readonly string[], validTo: LocalDate): Promise<void> {
  await tx`update agreements set valid_to = ${validTo} where id = any(${[...ids]}::uuid[])`;
}

/** @returns whether it is new: a declaration is made once for a version */
export async function insertDeclaration(tx: Db, { id, creditorId }: Pick<AgreementVersion, 'id' | 'creditorId'>, declared: { declaredOn: LocalDate; declaredAt: Instant; declaredBy: string }): Promise<boolean> {
  const { count } = await tx`
    insert into declarations ${tx({ agreementId: id, creditorId, soughtContact: true, pointedOutHelp: true, reminded: true, offeredToPassOn: true, ...declared })} on conflict do nothing`;
  return count > 0;
}
