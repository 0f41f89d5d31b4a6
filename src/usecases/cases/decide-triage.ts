import type { CallingActor } from '../../actor.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { pooled } from '../../pooled.ts';
import { actOnCase, type ActDependencies } from './act-on-case.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';

/** The engine takes many at once; a list of five hundred still answers before a browser gives up. */
const AT_ONCE = 16;

export interface TriageOutcome {
  caseId: string;
  done: boolean;
  problem: { code: ErrorCode; detail: string } | null;
}

/** What is decided of one case. */
export interface TriageDecision {
  caseId: string;
  action: 'go' | 'no-go' | 'undo-triage';
  body: Record<string, unknown>;
}

/** Triage decisions for many cases, each with an outcome of its own; each is idempotent under `<key>:<caseId>`. A case is named once. */
export async function decideTriage(deps: ActDependencies, actor: CallingActor, key: string, decisions: readonly TriageDecision[]): Promise<TriageOutcome[]> {
  const outcomes: TriageOutcome[] = [];
  await pooled(AT_ONCE, decisions.entries(), async ([n, decision]) => {
    outcomes[n] = await decideOne(deps, actor, { ...decision, key: `${key}:${decision.caseId}` });
  });
  return outcomes;
}

async function decideOne(deps: ActDependencies, actor: CallingActor, request: Parameters<typeof actOnCase>[2]): Promise<TriageOutcome> {
  try {
    await actOnCase(deps, actor, request);
    return { caseId: request.caseId, done: true, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await auditRefusal(deps.sql, actor, { action: request.action, caseId: request.caseId, detail: { commandId: request.key } }, error);
    return { caseId: request.caseId, done: false, problem: { code: error.code, detail: error.message } };
  }
}
