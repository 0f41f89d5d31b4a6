/** What others said about the signals of cases: advice, with its source, its time and why it is about this person. */
import { checkAnswersOf, type CheckAnswer } from '../../db/queries/checks/answers.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import type { CheckCode } from '../../domain/checks/check.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { findingInWords, reasonInWords, waitingInWords } from '../../wording/sentences/checks.ts';

export interface CheckAdvice {
  source: CheckCode;
  /** The signals about which it was said. */
  signalIds: string[];
  sentence: string;
  reason: string;
  at: Instant;
}

export interface UnansweredCheck {
  source: CheckCode;
  signalIds: string[];
  since: Instant;
  sentence: string;
}

export interface CheckedCase {
  advice: CheckAdvice[];
  unanswered: UnansweredCheck[];
}

/** By case. What was said of two signals in the same words stands here once, as said last. */
export async function findCheckAdvice(stores: Stores, caseIds: readonly string[]): Promise<(caseId: string) => CheckedCase> {
  const answers = await checkAnswersOf(stores, caseIds);
  return (caseId) => {
    const own = answers.filter((answer) => answer.caseId === caseId);
    return { advice: merged(own.flatMap(adviceOf)), unanswered: merged(own.flatMap(unansweredOf)) };
  };
}

export function adviceOf({ check, way, findings, signalId, answeredAt }: CheckAnswer): CheckAdvice[] {
  return answeredAt === null ? [] : findings.map((finding) => ({ source: check, signalIds: [signalId], sentence: findingInWords(check, finding), reason: reasonInWords(check, way, finding), at: answeredAt }));
}

function unansweredOf({ check, state, askedAt, signalId }: CheckAnswer): UnansweredCheck[] {
  return state === 'answered' ? [] : [{ source: check, signalIds: [signalId], since: askedAt, sentence: waitingInWords(check, state === 'refused') }];
}

function merged<One extends { source: string; sentence: string; signalIds: string[] }>(all: readonly One[]): One[] {
  const bySentence = new Map<string, One>();
  for (const one of all) {
    const key = `${one.source} ${one.sentence}`;
    bySentence.set(key, { ...one, signalIds: [...(bySentence.get(key)?.signalIds ?? []), ...one.signalIds] });
  }
  return [...bySentence.values()];
}
