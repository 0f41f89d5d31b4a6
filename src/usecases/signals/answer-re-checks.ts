import type { CallingActor } from '../../actor.ts';
import { listSignals, type SignalRow } from '../../db/queries/signals/signals.ts';
import type { RecheckAnswer } from '../../domain/case/commands.ts';
import { AppError } from '../../errors.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';
import type { ActDependencies } from '../cases/act-on-case.ts';
import { actOnCases, type ActOfMany, type ActOutcome } from '../cases/act-on-cases.ts';

export interface RecheckAnswerOfSignal {
  signalId: string;
  answer: RecheckAnswer;
}

export type RecheckOutcome = Omit<ActOutcome, 'caseId'> & { signalId: string };

/**
 * A creditor's answers to the re-check for many signals, each with an outcome of its own. An answer counts for all signals of the
 * creditor at one address: told for several of them it is given once, and refused for all of them when they differ.
 * @param answers each signal once
 */
export async function answerRechecks(deps: ActDependencies, actor: CallingActor, key: string, answers: readonly RecheckAnswerOfSignal[]): Promise<RecheckOutcome[]> {
  const rows = await listSignals(deps.sql, actor, { signalIds: answers.map(({ signalId }) => signalId) }, { after: null, limit: answers.length });
  const addressOf = new Map(rows.map((row) => [row.id, addressKey(row)]));
  const byAddress = new Map<string, RecheckAnswer[]>();
  for (const { signalId, answer } of answers) {
    const address = addressOf.get(signalId);
    if (address !== undefined) byAddress.set(address, [...(byAddress.get(address) ?? []), answer]);
  }
  const agreed = [...byAddress].flatMap(([address, [answer, ...others]]) => (answer === undefined || others.some((other) => other !== answer) ? [] : [{ address, answer }]));
  const acts = agreed.map(({ address, answer }) => actOn(address, answer));
  const told = new Map((await actOnCases(deps, actor, key, acts)).map((outcome, n) => [agreed[n]?.address, outcome]));
  return Promise.all(
    answers.map(async ({ signalId }) => {
      const address = addressOf.get(signalId);
      const outcome = told.get(address);
      if (outcome !== undefined) return { signalId, done: outcome.done, problem: outcome.problem };
      return refused(deps, actor, signalId, address === undefined ? unknown() : differing());
    }),
  );
}

/** One creditor at one address. */
const addressKey = ({ caseId, creditorId }: SignalRow): string => `${caseId} ${creditorId}`;

function actOn(address: string, answer: RecheckAnswer): ActOfMany {
  const [caseId = '', creditorId = ''] = address.split(' ');
  return { caseId, action: 'answer-re-check', part: `${caseId}.${creditorId}`, body: { creditorId, answer } };
}

const unknown = (): AppError => new AppError('not-found', 'Dit signaal bestaat niet, of is niet van u.');
const differing = (): AppError => new AppError('conflict', 'Voor dit adres geeft u verschillende antwoorden. Geef voor al uw signalen op één adres hetzelfde antwoord.');

async function refused({ sql }: ActDependencies, actor: CallingActor, signalId: string, error: AppError): Promise<RecheckOutcome> {
  await auditRefusal(sql, actor, { action: 'answer-re-check', caseId: null, detail: { signalId } }, error);
  return { signalId, done: false, problem: { code: error.code, detail: error.message } };
}
