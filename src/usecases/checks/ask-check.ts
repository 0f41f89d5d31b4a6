/** Asks one other system about one signal, and keeps what it said, sealed. Called at least once; what has an answer is not asked again. */
import { adapterFor } from '../../checks/adapters.ts';
import { CheckFailed, type Question } from '../../checks/adapter.ts';
import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { beginAsking, lockAsking, refuseAsking, signalToAsk, stopAsking, storeCheckAnswer, type SignalToAsk } from '../../db/queries/checks/answers.ts';
import { noteCheckAnswered, noteCheckFailed } from '../../db/queries/checks/settings.ts';
import { systemActor } from '../../domain/case/commands.ts';
import { checkPurpose, type CheckCode } from '../../domain/checks/check.ts';
import type { Finding } from '../../domain/checks/finding.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, person } from '../../privacy/personal.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  config: Pick<Config, 'hashKey' | 'checks' | 'checkSecrets'>;
}

interface Asked {
  signalId: string;
  check: CheckCode;
  signal: AbortSignal;
}

const now = () => new Date().toISOString();

/**
 * That it is asked is in the audit log before anything goes out. Between an answer and its storing a process can die: then it is asked twice,
 * and stored once.
 * @throws CheckFailed when it is to be asked again
 */
export async function askCheck(deps: Dependencies, { signalId, check, signal }: Asked): Promise<void> {
  const { sql } = deps;
  const today = localDate(now());
  const wanted = await signalToAsk(sql, { signalId, check, today });
  const question = wanted === null ? null : await questionOf(deps, wanted);
  if (wanted === null || question === null) return stopAsking(sql, { signalId, check });
  await sql.begin(async (tx) => {
    const isNew = await beginAsking(tx, { signalId, check, caseId: wanted.caseId, way: wanted.way, at: now() });
    if (isNew) await writeAudit(tx, systemActor, { action: 'ask-check', outcome: 'done', caseId: wanted.caseId, detail: { check, way: wanted.way, signalId, ...checkPurpose } });
  });
  try {
    const ask = adapterFor(deps, { check, way: wanted.way, municipalityCode: wanted.municipalityCode, today });
    await keep(deps, { signalId, check, municipalityCode: wanted.municipalityCode, findings: await ask(question, signal) });
  } catch (error) {
    if (!(error instanceof CheckFailed)) throw error;
    await noteCheckFailed(sql, { municipalityCode: wanted.municipalityCode, check }, { code: error.code, part: error.part, at: now() });
    if (!error.isFinal) throw error;
    await refuseAsking(sql, { signalId, check });
  }
}

/** Null when the person or the case was erased. */
async function questionOf({ keys }: Dependencies, { caseId, municipalityCode, ...wanted }: SignalToAsk): Promise<Question | null> {
  const found = await keys.find([caseId, wanted.sealedFor]);
  const [who, where] = [person.open(found, wanted.sealedFor, wanted.personId, wanted.person), address.open(found, caseId, caseId, wanted.address)];
  if (who === null || where === null) return null;
  const { lastName, initials, birthDate } = who;
  const { postcode, houseNumber, addition } = where;
  return { municipalityCode, person: { lastName, initials, birthDate }, address: { postcode, houseNumber, addition } };
}

async function keep({ sql, keys }: Dependencies, { signalId, check, municipalityCode, findings }: { signalId: string; check: CheckCode; municipalityCode: string; findings: Finding[] }): Promise<void> {
  const at = now();
  await sql.begin(async (tx) => {
    const asking = await lockAsking(tx, { signalId, check });
    if (asking !== null) await storeCheckAnswer({ sql: tx, keys }, { signalId, check }, asking.caseId, { findings, at });
  });
  await noteCheckAnswered(sql, { municipalityCode, check }, at);
}
