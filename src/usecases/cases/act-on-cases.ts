import type { CallingActor } from '../../actor.ts';
import type { Action } from '../../domain/case/lifecycle.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { pooled } from '../../pooled.ts';
import { actOnCase, type ActDependencies } from './act-on-case.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';

/** The engine takes many at once; a list of five hundred still answers before a browser gives up. */
const AT_ONCE = 16;

export interface ActOutcome {
  caseId: string;
  done: boolean;
  problem: { code: ErrorCode; detail: string } | null;
}

/** What is done with one case. */
export interface ActOfMany {
  caseId: string;
  action: Action;
  body: Record<string, unknown>;
  /** Tells it from another of the same case; default: a case is named once. */
  part?: string;
}

/** The same kind of action on many cases, each with an outcome of its own; each is idempotent under `<key>:<part or caseId>`. */
export async function actOnCases(deps: ActDependencies, actor: CallingActor, key: string, acts: readonly ActOfMany[]): Promise<ActOutcome[]> {
  const outcomes: ActOutcome[] = [];
  await pooled(AT_ONCE, acts.entries(), async ([n, { part, ...act }]) => {
    outcomes[n] = await actOnOne(deps, actor, { ...act, key: `${key}:${part ?? act.caseId}` });
  });
  return outcomes;
}

async function actOnOne(deps: ActDependencies, actor: CallingActor, request: Parameters<typeof actOnCase>[2]): Promise<ActOutcome> {
  try {
    await actOnCase(deps, actor, request);
    return { caseId: request.caseId, done: true, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await auditRefusal(deps.sql, actor, { action: request.action, caseId: request.caseId, detail: { commandId: request.key } }, error);
    return { caseId: request.caseId, done: false, problem: { code: error.code, detail: error.message } };
  }
}
