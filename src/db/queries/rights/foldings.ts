/** Rows whose name indexes were made by an older folding. */
import type { Db } from '../../connect.ts';

/** Locked; rows that another process has locked are skipped. */
export const personsToRefold = (tx: Db, folding: number, limit: number) => tx<{ id: string; sealed: Buffer; sealedFor: string }[]>`
  select id, sealed, sealed_for from persons where folding < ${folding} and sealed is not null order by id limit ${limit} for update skip locked`;

/** As `personsToRefold`. */
export const objectionsToRefold = (tx: Db, folding: number, limit: number) => tx<{ id: string; personKey: string; addressHash: string | null }[]>`
  select id, person_key, address_hash from objections where folding < ${folding} order by id limit ${limit} for update skip locked`;

interface Folded {
  nameIndex?: string | null;
  secondNameIndex?: string | null;
  folding?: number;
}

export async function storePersonFolding(tx: Db, id: string, columns: Folded): Promise<void> {
  await tx`update persons set ${tx({ ...columns })} where id = ${id}`;
}

export async function storeObjectionFolding(tx: Db, id: string, columns: Folded & { sealed?: Buffer; addressHash?: string | null }): Promise<void> {
  await tx`update objections set ${tx({ ...columns })} where id = ${id}`;
}

interface PossibleObjector {
  id: string;
  sealed: Buffer | null;
  sealedFor: string;
  addressHash: string | null;
  /** The signal that the audit log names for the objection. */
  isNamed: boolean | null;
}

/** The persons with the keyed hash of an objection. */
export const possibleObjectors = (tx: Db, objectionId: string, personKey: string) => tx<PossibleObjector[]>`
  select p.id, p.sealed, p.sealed_for, h.address_hash, s.id::text = named.signal_id as is_named
  from persons p join signals s on s.person_id = p.id join households h on h.id = s.household_id
  left join lateral (select detail->>'signalId' as signal_id from audit_log where action = 'file-objection' and outcome = 'done' and detail->>'objectionId' = ${objectionId} limit 1) named on true
  where p.person_key = ${personKey} and p.sealed is not null order by s.received_at`;
