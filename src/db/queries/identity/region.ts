/** A region with everything that must exist before its first round. */
import type { Policy } from '../../../domain/planning/policy.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Sql } from '../../connect.ts';

interface NewRegion {
  region: { id: string; name: string };
  municipalities: readonly { code: string; regionId: string; name: string }[];
  postcodes: readonly { municipalityCode: string; place: string; first: number; last: number }[];
  teams: readonly { id: string; municipalityCode: string; name: string; email: string }[];
  creditors: readonly { id: string; name: string; kind: string; email: string }[];
  /** Each with its declaration of the four preconditions. */
  agreements: readonly { creditorId: string; validFrom: LocalDate }[];
  /** Teams and the creditors that they work for. */
  pairs: readonly { teamId: string; creditorId: string }[];
  accounts: readonly { id: string; name: string; email: string; role: string; municipalityCode: string | null; teamId: string | null; creditorId: string | null }[];
  policy: { validFrom: LocalDate; policy: Policy };
}

/** Adds what is missing; existing rows stay as they are. */
export async function insertRegion(sql: Sql, { region, municipalities, postcodes, teams, creditors, agreements, pairs, accounts, policy: { validFrom, policy } }: NewRegion): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into regions ${tx(region)} on conflict do nothing`;
    await tx`insert into municipalities ${tx(municipalities as never)} on conflict do nothing`;
    await tx`insert into municipality_postcodes ${tx(postcodes as never)} on conflict do nothing`;
    await tx`insert into teams ${tx(teams as never)} on conflict do nothing`;
    await tx`insert into creditors ${tx(creditors as never)} on conflict do nothing`;
    await tx`insert into agreements ${tx(agreements as never)} on conflict do nothing`;
    await tx`
      insert into declarations (agreement_id, creditor_id, sought_contact, pointed_out_help, reminded, offered_to_pass_on, declared_on)
      select id, creditor_id, true, true, true, true, valid_from from agreements
      where (creditor_id, valid_from) in (select * from unnest(${agreements.map(({ creditorId }) => creditorId)}::text[], ${agreements.map((agreement) => agreement.validFrom)}::date[])) on conflict do nothing`;
    await tx`insert into team_creditors ${tx(pairs as never)} on conflict do nothing`;
    await tx`insert into accounts ${tx(accounts as never)} on conflict do nothing`;
    await tx`
      insert into policies (version, region_id, valid_from, body)
      values (${policy.version}, ${region.id}, ${validFrom}, ${tx.json(policy)}) on conflict do nothing`;
  });
}
