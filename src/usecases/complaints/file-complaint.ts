import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import { insertComplaint, insertComplaintWords } from '../../db/queries/complaints/complaint-steps.ts';
import { findAccount } from '../../db/queries/identity/accounts.ts';
import { isCreditor, regionOf } from '../../db/queries/identity/reference.ts';
import { policiesOn } from '../../db/queries/planning/policies.ts';
import { isPersonOfCase } from '../../db/queries/rights/persons.ts';
import type { ComplaintSource, ComplaintSubject } from '../../domain/complaints/complaint.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { AppError } from '../../errors.ts';
import type { Complainant } from '../../privacy/personal.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { startWith } from './start-complaint.ts';

export interface ComplaintDependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: Pick<Config, 'taskQueue'>;
}

export interface ComplaintToFile {
  source: ComplaintSource;
  subject: ComplaintSubject;
  /** Absent where it is about no case; then the municipality is named. */
  caseId?: string | undefined;
  municipalityCode?: string | undefined;
  /** Who complains, where that is a person of the case. */
  personId?: string | undefined;
  creditorId?: string | undefined;
  /** Whom it is about. */
  aboutAccountId?: string | undefined;
  /** Local; its term starts the day after. */
  receivedOn: LocalDate;
  complainant?: Complainant | undefined;
  words: string;
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

/** One that lay about longer than this is looked at twice before it is recorded: nothing has to be handled of more than a year ago (Awb art. 9:8). */
const OLDEST_DAYS = 366;

/**
 * Records a complaint and starts its workflow; the same key twice records it once. The timeline of its case says that there is one, and
 * not what was said: it may be about whoever works on the case.
 * @returns its id
 * @throws AppError not-found, invalid-input, conflict when the case was anonymised, engine-unavailable
 */
export async function fileComplaint(deps: ComplaintDependencies, actor: CallingActor, asked: ComplaintToFile): Promise<string> {
  const { sql, keys, temporal } = deps;
  const { caseId = null, receivedOn, key, at, words, complainant, source, subject } = asked;
  const municipalityCode = await placeOf(sql, actor, asked);
  const id = idFrom(`complaint ${caseId ?? municipalityCode} ${actor.id} ${key}`);
  const wordsId = idFrom(`complaint words ${id}`);
  await check(sql, asked);
  // Of the day on which it is recorded: it may have come in before the region had a policy.
  const policy = (await policiesOn(sql, (await regionOf(sql, municipalityCode)) ?? '', localDate(at))).of(municipalityCode);
  await sql.begin(async (tx) => {
    if (caseId !== null) await mustNotBeAnonymised(tx, caseId);
    const row = { id, source, subject, caseId, personId: asked.personId ?? null, creditorId: asked.creditorId ?? null, municipalityCode, aboutAccountId: asked.aboutAccountId ?? null, receivedOn, recordedAt: at, recordedBy: actor.id, policyVersion: policy.version, wordsId };
    if (!(await insertComplaint(tx, row))) return;
    await insertComplaintWords({ sql: tx, keys }, { id: wordsId, complaintId: id, caseId, authorId: actor.id, at }, { words, complainant });
    if (caseId !== null) await insertEvent(tx, { caseId, key: `complaint-${id}`, type: 'complaint-filed', at, actorId: actor.id, actorRole: actor.role, data: { complaintId: id, ...(asked.personId === undefined ? {} : { personId: asked.personId }) } });
    await writeAudit(tx, actor, { action: 'complaint-filed', outcome: 'done', at, caseId, detail: { complaintId: id, source, subject, receivedOn } });
  });
  await answerOf(temporal, () => startWith(deps, id, { receivedOn, recordedAt: at, policyVersion: policy.version }));
  return id;
}

const wrong = (field: string, rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule, message }] });

async function placeOf(sql: Db, actor: CallingActor, { caseId, municipalityCode }: ComplaintToFile): Promise<string> {
  if (caseId !== undefined) {
    const found = await findCase(sql, actor, caseId);
    if (found === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
    return found.municipalityCode;
  }
  const place = municipalityCode ?? actor.municipalityCode;
  // A caseworker's account without a municipality was set up wrongly, and reaches nothing.
  if (actor.municipalityCode !== place && (actor.municipalityCode !== null || actor.role === 'caseworker')) throw new AppError('forbidden', 'U werkt niet voor deze gemeente.');
  if (place === null) throw wrong('municipality', 'required', 'Noem de gemeente, of de zaak waar de klacht over gaat.');
  if ((await regionOf(sql, place)) === null) throw wrong('municipality', 'exists', 'Deze gemeente doet niet mee.');
  return place;
}

async function check(sql: Db, { source, caseId, personId, creditorId, aboutAccountId, receivedOn, at }: ComplaintToFile): Promise<void> {
  const today = localDate(at);
  if (receivedOn > today) throw wrong('receivedOn', 'not-future', 'Deze dag ligt in de toekomst; kies vandaag of eerder.');
  if (receivedOn < addDays(today, -OLDEST_DAYS)) throw wrong('receivedOn', 'not-too-old', 'Deze dag is meer dan een jaar geleden; controleer de datum.');
  if (personId !== undefined && (caseId === undefined || !(await isPersonOfCase(sql, caseId, personId)))) throw wrong('personId', 'exists', 'Deze persoon staat niet in deze zaak.');
  if (creditorId !== undefined && (source !== 'creditor' || !(await isCreditor(sql, creditorId)))) throw wrong('creditorId', 'exists', 'Noem een schuldeiser die bestaat, en alleen bij een klacht van een schuldeiser.');
  if (aboutAccountId !== undefined && (await findAccount(sql, aboutAccountId)) === null) throw wrong('aboutAccountId', 'exists', 'Deze medewerker bestaat niet.');
}
