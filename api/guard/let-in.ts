/** The door of JSON routes and pages: who comes in is admitted as of the route, and a refusal is in the audit log as one of that route. */
import type { Request, Response } from 'express';
import type { ApiDependencies } from '../dependencies.ts';
import type { AnySpec } from '../spec.ts';
import { admit, asRefusal, type Visitor } from './admit.ts';
import { auditRefusedCall, type Call } from './audited.ts';

/**
 * @param read reads the body, once it is known whose it is
 * @throws AppError as `admit`
 */
export async function letIn(request: Request, response: Response, deps: ApiDependencies, route: Pick<AnySpec, 'method' | 'path' | 'may' | 'limited'>, read: () => Promise<void> = () => Promise.resolve()): Promise<Visitor> {
  let call = null as Call | null;
  try {
    const visitor = await admit(request, response, deps, route, (actor) => (call = { actor, params: request.params, key: undefined }));
    await read();
    return visitor;
  } catch (error) {
    const known = asRefusal(error);
    await auditRefusedCall(deps, route, call, known);
    throw known;
  }
}
