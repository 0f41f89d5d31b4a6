import type { CallingActor } from '../../actor.ts';
import type { RecheckAnswer } from '../../domain/case/commands.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { pooled } from '../../pooled.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';
import { actOnCase, type ActDependencies } from '../cases/act-on-case.ts';
import { readSignal } from './read-signals.ts';

/** The engine takes many at once; a list of five hundred still answers before a browser gives up. */
const AT_ONCE = 16;

export interface RecheckAnswerOfSignal {
  signalId: string;
  answer: RecheckAnswer;
}

export interface RecheckOutcome {
  signalId: string;
  done: boolean;
  problem: { code: ErrorCode; detail: string } | null;
}

/**
 * A creditor's answers to the re-check for many signals, each with an outcome of its own. An answer counts for all signals of the
 * creditor at one address: told for several of them it is given once, and refused for all when they differ.
 * Each is idempotent under `<key>:<signal>`.
 */
export async function answerRechecks(deps: ActDependencies, actor: CallingActor, key: string, answers: readonly RecheckAnswerOfSignal[]): Promise<RecheckOutcome[]> {
  const outcomes = new Map<string, RecheckOutcome>();
  const groups = new Map<string, { caseId: string; creditorId: string; said: RecheckAnswerOfSignal[] }>();
  await pooled(AT_ONCE, answers, async (said) => {
    await tried(deps, actor, said.signalId, outcomes, async () => {
      const { caseId, creditorId } = await readSignal(deps.sql, actor, said.signalId);
      const group = groups.get(`${caseId} ${creditorId}`) ?? { caseId, creditorId, said: [] };
      groups.set(`${caseId} ${creditorId}`, group);
      group.said.push(said);
    });
  });
  await pooled(AT_ONCE, groups.values(), async ({ caseId, creditorId, said }) => {
    const [first] = said.toSorted((one, other) => (one.signalId < other.signalId ? -1 : 1));
    if (first === undefined) return;
    const differs = said.some(({ answer }) => answer !== first.answer);
    for (const { signalId } of said) {
      await tried(deps, actor, signalId, outcomes, async () => {
        if (differs) throw new AppError('conflict', 'Voor dit adres geeft u verschillende antwoorden. Geef voor al uw signalen op één adres hetzelfde antwoord.');
        // The same command each time: the second is known as a repeat.
        await actOnCase(deps, actor, { caseId, action: 'answer-re-check', key: `${key}:${first.signalId}`, body: { creditorId, answer: first.answer } });
      });
    }
  });
  return answers.map(({ signalId }) => outcomes.get(signalId) ?? { signalId, done: true, problem: null });
}

async function tried({ sql }: ActDependencies, actor: CallingActor, signalId: string, outcomes: Map<string, RecheckOutcome>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await auditRefusal(sql, actor, { action: 'answer-re-check', caseId: null, detail: { signalId } }, error);
    outcomes.set(signalId, { signalId, done: false, problem: { code: error.code, detail: error.message } });
  }
}
