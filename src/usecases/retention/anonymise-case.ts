import type { Sql } from '../../db/connect.ts';
import {
  blankRefusedRows,
  blankSignals,
  forgetHousehold,
  lockCase,
  markKeyDestroyed,
  personsElsewhere,
  removeWords,
  signalIdsOf,
  type LockedCase,
  type SignalCounts,
  type WordCounts,
} from '../../db/queries/retention/anonymising.ts';
import { writeAudit, type AuditedActor } from '../../db/queries/audit/audit.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { forgetAnswers } from '../../db/queries/identity/request-keys.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { resealPersons } from '../signals/household-cases.ts';

export interface Anonymising {
  caseId: string;
  actor: AuditedActor;
  /** Its term has ended, or the resident asked for it (AVG art. 17). */
  because: 'retention' | 'erasure';
  at: Instant;
  /** What it rests on, for the certificate: ids, codes and dates only. */
  basis?: Readonly<Record<string, string>>;
}

/** What stands in the audit log of it. */
interface Certificate {
  caseId: string;
  at: Instant;
  because: Anonymising['because'];
  basis: Readonly<Record<string, string>>;
  policyVersion: string;
  /** Local day, Europe/Amsterdam. */
  closedOn: LocalDate | null;
  /** How much went, by table. */
  counts: Counts;
}

interface Counts extends WordCounts, SignalCounts {
  households: number;
  sightings: number;
  refusedRows: number;
}

/**
 * Deletes everything that identifies the persons of a closed case: in Postgres in one transaction, with a certificate in the audit
 * log, and then its key, so that no backup opens either. Amounts, dates, kinds, states and results stay, so no figure
 * changes. A process that dies between the two leaves the key; the same call again destroys it.
 * @param deps.sql the system's connections: addresses and deliveries are seen by no municipality
 * @returns null when it was done before
 * @throws AppError not-found; conflict while it is open, on hold, a signal of it waits for its round, or (for its age) a request about it waits
 */
export async function anonymiseCase({ sql, keys }: { sql: Sql; keys: KeyStore }, request: Anonymising): Promise<Certificate | null> {
  const { caseId, at } = request;
  const certificate = await sql.begin((tx) => inPostgres({ sql: tx, keys }, request));
  await keys.destroy([caseId], at);
  await markKeyDestroyed(sql, caseId, at);
  return certificate;
}

async function inPostgres({ sql: tx, keys }: Stores, { caseId, actor, because, at, basis = {} }: Anonymising): Promise<Certificate | null> {
  const found = await lockCase(tx, caseId);
  if (found === null) throw new AppError('not-found', 'Deze zaak bestaat niet.');
  if (found.anonymisedAt !== null) return null;
  mustBeDone(found);
  if (because === 'retention' && found.isAskedAbout) throw new AppError('conflict', 'Over deze zaak wacht een verzoek van een inwoner of een klacht; daarna kan het.');
  await keepForOthers({ sql: tx, keys }, caseId);
  await forgetAnswers(tx, [caseId]);
  const signalIds = await signalIdsOf(tx, caseId);
  const counts = {
    ...(await removeWords(tx, caseId, at)),
    refusedRows: because === 'erasure' ? await blankRefusedRows(tx, signalIds) : 0,
    ...(await blankSignals(tx, signalIds, at)),
    ...(await forgetHousehold(tx, found.householdId, { sightings: because === 'erasure' })),
  };
  const { policyVersion, closedAt } = found;
  const told = { because, basis, policyVersion, closedOn: closedAt === null ? null : localDate(closedAt), counts };
  await writeAudit(tx, actor, { action: 'anonymised', outcome: 'done', at, caseId, detail: told });
  return { caseId, at, ...told };
}

/** @throws AppError conflict */
function mustBeDone({ isClosed, heldAt, hasPending }: LockedCase): void {
  if (!isClosed) throw new AppError('conflict', 'Deze zaak loopt nog; sluit haar eerst.');
  if (heldAt !== null) throw new AppError('conflict', 'Deze zaak wordt bewaard wegens een geschil; hef dat eerst op.');
  if (hasPending) throw new AppError('conflict', 'Een signaal van deze zaak wacht nog op de match van zijn ronde; daarna kan het.');
}

/** A signal that went on in another case takes its person along: what this key seals is gone after this. */
async function keepForOthers({ sql: tx, keys }: Stores, caseId: string): Promise<void> {
  for (const { caseId: other, signalIds } of await personsElsewhere(tx, caseId)) await resealPersons(tx, keys, signalIds, other);
}
