/**
 * What each route leaves in the audit log. A reading, or a download, is written down here, before anything of it leaves
 * the house; a change by its use case, in the transaction of the change; a refusal here, under the route's own action.
 */
import type { AuditAction } from '../src/domain/audit.ts';
import { actions } from '../src/domain/lifecycle.ts';
import { auditRefusal } from '../src/usecases/audit-refusal.ts';
import { writeAudit, type AuditedActor } from '../src/db/queries/audit.ts';
import type { Sql } from '../src/db/connect.ts';
import type { AnySpec, Reply } from './spec.ts';

interface Leaves {
  action: AuditAction;
  /** Of an answer that is no page on a screen but a file. */
  asFile?: AuditAction;
  /** The use case writes it, since it knows more than the route. */
  within?: true;
}

const reading = (action: AuditAction, asFile?: AuditAction): Leaves => ({ action, ...(asFile === undefined ? {} : { asFile }) });
const within = (action: AuditAction): Leaves => ({ action, within: true });
/** Nothing about a person is read or changed; a refusal is written down all the same. */
const nothingPersonal = null;

/** By method and path, as declared. */
export const auditedRoutes: Readonly<Record<string, Leaves | null>> = {
  'get /me': nothingPersonal,
  'get /access': nothingPersonal,
  'get /municipalities': nothingPersonal,
  'get /teams': nothingPersonal,
  'get /creditors': nothingPersonal,
  'get /process': nothingPersonal,
  'get /process.bpmn': nothingPersonal,
  'post /terms/calculate': nothingPersonal,

  'get /cases': reading('list-cases'),
  'get /cases/counts': nothingPersonal,
  'post /search': reading('search-persons'),
  'get /cases/{id}': within('read-case'),
  'get /cases/{id}/timeline': within('read-timeline'),
  'get /cases/{id}/history': within('read-history'),
  'get /cases/{id}/forecast': within('forecast-case'),
  'get /teams/{id}/forecast': within('forecast-cases'),
  'get /forecast': within('forecast-cases'),
  'post /cases/{id}/notes': within('note-added'),
  'post /cases/{id}/complaints': within('complaint-filed'),
  'post /cases/{id}/informed': within('record-informed'),
  'put /cases/{id}/consents/{purpose}': within('record-consent'),
  'get /cases/{id}/hand-over': within('read-hand-over'),
  'get /cases/{id}/plan': within('read-plan'),
  'put /cases/{id}/plan': within('save-plan'),
  ...Object.fromEntries(actions.map((action) => [`post /cases/{id}/${action}`, within(action)])),
  // A row for each case, as it was decided: go, no-go or undo-triage.
  'post /triage-decisions': within('go'),
  'post /triage-decisions/undo': within('undo-triage'),

  // Which term, of which case: ids and dates.
  'get /deadlines': nothingPersonal,
  'get /deadlines/{id}/derivation': within('derive-deadline'),

  'post /rounds': within('open-round'),
  'get /rounds': nothingPersonal,
  'get /rounds/{month}': nothingPersonal,
  'post /rounds/{month}/close': within('close-round'),
  'post /rounds/{month}/confirm': within('confirm-match'),
  'get /rounds/{month}/matches': reading('read-matches', 'export-matches'),

  'post /deliveries': within('deliver'),
  'post /signals': within('deliver'),
  // Receipts count rows; the rows themselves quote what was delivered.
  'get /deliveries': nothingPersonal,
  'get /deliveries/{id}': nothingPersonal,
  'get /deliveries/{id}/rows': reading('read-verdicts'),
  'get /deliveries/{id}/rows.csv': reading('read-verdicts', 'export-verdicts'),
  'get /creditors/{id}/signals': reading('read-signals'),
  'get /signals/{id}': reading('read-signals'),

  'post /objections': within('file-objection'),
  'delete /objections/{id}': within('withdraw-objection'),

  'post /avg-requests': within('file-avg-request'),
  'get /avg-requests': reading('list-avg-requests'),
  'get /avg-requests/{id}': within('read-avg-request'),
  'get /avg-requests/{id}/report': within('read-avg-report'),
  'get /avg-requests/{id}/letter': within('read-avg-letter'),
  'post /avg-requests/{id}/decide': within('decide-avg-request'),
  'post /avg-requests/{id}/extend': within('extend-avg-request'),
  'post /avg-requests/{id}/withdraw': within('withdraw-avg-request'),

  'get /closed-days': nothingPersonal,
  'post /closed-days': within('propose-change'),
  'post /closed-days/{date}/withdraw': within('propose-change'),
  'get /policies': nothingPersonal,
  'post /policies': within('propose-change'),
  'get /changes': nothingPersonal,
  'get /changes/{id}': nothingPersonal,
  'get /changes/{id}/moves': reading('read-moves', 'export-moves'),
  'post /changes/{id}/confirm': within('confirm-change'),
  'post /changes/{id}/discard': within('discard-change'),

  'post /cases/{id}/hold': within('hold-case'),
  'post /cases/{id}/release': within('release-case'),
  // Counts, and which cases are kept.
  'get /retention': nothingPersonal,
  'get /retention/certificates': reading('read-certificates', 'export-certificates'),

  'get /audit': reading('read-audit'),
  'get /audit.csv': reading('read-audit', 'export-audit'),
  'get /audit.jsonl': reading('read-audit', 'export-audit'),
};

type Called = Pick<AnySpec, 'method' | 'path' | 'may'>;

/** Who called for what: the ids in the path as they were sent, and the caller's key. */
export interface Call {
  actor: AuditedActor;
  params: Readonly<Record<string, unknown>>;
  key: string | undefined;
}

const leftBy = ({ method, path }: Called): Leaves | null => auditedRoutes[`${method} ${path}`] ?? null;

export async function auditReply(sql: Sql, spec: Called, call: Call, { body, mediaType }: Reply): Promise<void> {
  const leaves = leftBy(spec);
  if (leaves === null || leaves.within === true) return;
  const action = mediaType === undefined ? leaves.action : (leaves.asFile ?? leaves.action);
  await writeAudit(sql, call.actor, { action, outcome: 'done', caseId: caseIdOf(spec, call), detail: { ...idsOf(call, (value) => ownId.test(value) || slug.test(value)), ...countOf(body) } });
}

/** A refusal of what is open to anyone is none of anybody. */
export async function auditRefusedCall(sql: Sql, spec: Called, call: Call, error: unknown): Promise<void> {
  if (spec.may === 'anyone') return;
  const action = leftBy(spec)?.action ?? 'other-request';
  const detail = { route: `${spec.method} ${spec.path}`, ...idsOf(call, (value) => ownId.test(value)), ...(call.key === undefined ? {} : { commandId: call.key }) };
  await auditRefusal(sql, call.actor, { action, caseId: caseIdOf(spec, call), detail }, error);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function caseIdOf({ path }: Called, { params }: Call): string | null {
  const { id } = params;
  return path.startsWith('/cases/{id}') && typeof id === 'string' && uuid.test(id) ? id : null;
}

/** A case, a signal, a deadline, a day, a round. */
const ownId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.\d+)?|(?:[a-z][a-z0-9-]*[a-z0-9]-)?\d{4}-\d\d(?:-\d\d)?(?:\.\d+)?)$/i;
/** The id of a creditor or a team. A name could look the same, so it is written down only after an answer that found it. */
const slug = /^[a-z0-9-]{1,64}$/;

/** What is no id of ours is left out: anything may stand in an address. */
function idsOf({ params }: Call, isId: (value: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value === 'string' && isId(value)));
}

function countOf(body: unknown): { count?: number } {
  const items = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
  return Array.isArray(items) ? { count: items.length } : {};
}
