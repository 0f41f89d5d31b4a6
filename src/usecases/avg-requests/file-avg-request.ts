import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { insertAvgWords } from '../../db/queries/avg-requests/avg-requests.ts';
import { insertAvgRequest } from '../../db/queries/avg-requests/avg-request-steps.ts';
import { isPersonOfCase } from '../../db/queries/rights/persons.ts';
import { regionOf } from '../../db/queries/identity/reference.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { policiesOn } from '../../db/queries/planning/policies.ts';
import type { AvgKind } from '../../domain/rights/avg-request.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { AppError } from '../../errors.ts';
import { idFrom } from '../cases/add-note.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { startAvgRequest } from './start-avg-request.ts';

export interface AvgDependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: Pick<Config, 'taskQueue'>;
}

interface AvgRequestToFile {
  kind: AvgKind;
  caseId: string;
  /** Absent for an inspection of an address. */
  personId?: string | undefined;
  /** Local; its term starts the day after. */
  receivedOn: LocalDate;
  /** What was asked. */
  words: string;
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

/** A request that lay about longer than this is looked at twice before it is recorded. */
const OLDEST_DAYS = 366;

/**
 * Records a request under the AVG and starts its workflow; the same key twice records it once.
 * @returns its id
 * @throws AppError not-found, invalid-input, conflict when the case was anonymised, engine-unavailable
 */
export async function fileAvgRequest(deps: AvgDependencies, actor: CallingActor, request: AvgRequestToFile): Promise<string> {
  const { sql, keys, temporal } = deps;
  const { kind, caseId, personId = null, receivedOn, words, key, at } = request;
  const found = await findCase(sql, actor, caseId);
  if (found === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const id = idFrom(`avg ${caseId} ${key}`);
  const wordsId = idFrom(`avg words ${caseId} ${key}`);
  const policy = (await policiesOn(sql, (await regionOf(sql, found.municipalityCode)) ?? '', receivedOn)).of(found.municipalityCode);
  await sql.begin(async (tx) => {
    // Held from here on: nothing of it goes for its age before the request stands.
    await mustNotBeAnonymised(tx, caseId);
    await check(tx, request);
    const row = { id, kind, caseId, personId, municipalityCode: found.municipalityCode, within: actor.municipalityCode, receivedOn, recordedAt: at, recordedBy: actor.id, policyVersion: policy.version, wordsId };
    if (!(await insertAvgRequest(tx, row))) return;
    await insertAvgWords({ sql: tx, keys }, { id: wordsId, requestId: id, caseId, authorId: actor.id, at }, { words });
    await writeAudit(tx, actor, { action: 'file-avg-request', outcome: 'done', at, caseId, detail: { requestId: id, kind, receivedOn } });
  });
  await answerOf(temporal, () => startAvgRequest(deps, id));
  return id;
}

async function check(sql: Db, { kind, caseId, personId, receivedOn, at }: AvgRequestToFile): Promise<void> {
  const today = localDate(at);
  const wrong = (field: string, rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule, message }] });
  if (receivedOn > today) throw wrong('receivedOn', 'not-future', 'Deze dag ligt in de toekomst; kies vandaag of eerder.');
  if (receivedOn < addDays(today, -OLDEST_DAYS)) throw wrong('receivedOn', 'not-too-old', 'Deze dag is meer dan een jaar geleden; controleer de datum.');
  if (personId === undefined) {
    if (kind !== 'inspection') throw wrong('personId', 'required', 'Noem de persoon: alleen inzage kan ook over een adres gaan.');
    return;
  }
  if (!(await isPersonOfCase(sql, caseId, personId))) throw wrong('personId', 'exists', 'Deze persoon staat niet in deze zaak.');
}
