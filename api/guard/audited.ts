/**
 * What each route leaves in the audit log. A reading or download is logged here, before anything of it is sent; a change is
 * logged by its use case, in the transaction of the change; a refusal is logged here, under the route's own action.
 */
import type { AuditAction } from '../../src/domain/audit/audit.ts';
import { actions } from '../../src/domain/case/lifecycle.ts';
import type { CallingActor } from '../../src/actor.ts';
import { auditRefusal, refusalOf } from '../../src/usecases/audit/audit-refusal.ts';
import { writeAudit } from '../../src/db/queries/audit/audit.ts';
import type { Sql } from '../../src/db/connect.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { AnySpec, Reply } from '../spec.ts';

interface Leaves {
  action: AuditAction;
  /** The action when the answer is a file to download. */
  asFile?: AuditAction;
  /** The use case writes the row, since it knows more than the route. */
  within?: true;
}

const reading = (action: AuditAction, asFile?: AuditAction): Leaves => ({ action, ...(asFile === undefined ? {} : { asFile }) });
const within = (action: AuditAction): Leaves => ({ action, within: true });
/** A route that reads or changes nothing about a person; refusals are logged all the same. */
const nothingPersonal = null;

/** By the method and path of the declaration. */
export const auditedRoutes: Readonly<Record<string, Leaves | null>> = {
  'get /me': nothingPersonal,
  'get /access': nothingPersonal,
  'get /account/notifications': nothingPersonal,
  'put /account/notifications': within('change-notifications'),
  'get /municipalities': nothingPersonal,
  'get /teams': nothingPersonal,
  'get /creditors': nothingPersonal,
  'get /creditors/{id}/agreements': nothingPersonal,
  'post /creditors/{id}/agreements': within('add-agreement'),
  'post /agreements/{id}/end': within('end-agreement'),
  'post /agreements/{id}/declaration': within('declare-preconditions'),
  // Names of columns only.
  'get /creditors/{id}/mapping': nothingPersonal,
  'put /creditors/{id}/mapping-draft': within('save-mapping-draft'),
  'post /creditors/{id}/mapping': within('keep-mapping'),
  'post /creditors/{id}/mapping-proposal': reading('read-mapping-proposal'),
  'post /creditors/{id}/mapping-trial': reading('read-mapping-trial'),
  'get /creditors/{id}/webhooks': nothingPersonal,
  'post /creditors/{id}/webhooks': within('change-webhook'),
  'post /webhooks/{id}/secret': within('change-webhook'),
  'post /webhooks/{id}/test': within('change-webhook'),
  'delete /webhooks/{id}': within('change-webhook'),
  'get /webhooks/{id}/messages': nothingPersonal,
  'post /webhooks/{id}/resend': within('change-webhook'),
  'get /accounts': reading('read-accounts'),
  'get /accounts/{id}': reading('read-accounts'),
  'post /accounts': within('create-account'),
  'patch /accounts/{id}': within('change-account'),
  'post /accounts/{id}/block': within('block-account'),
  'post /accounts/{id}/unblock': within('unblock-account'),
  'post /accounts/{id}/leave': within('leave-account'),
  'post /accounts/{id}/hand-over': within('hand-over-work'),
  'post /accounts/{id}/identities': within('connect-identity'),
  'delete /accounts/{id}/identities/{identity}': within('disconnect-identity'),

  'post /accounts/import': within('import-accounts'),
  'post /creditors/import': within('import-creditors'),
  // Ids and codes only.
  'get /failed-mails': nothingPersonal,
  'post /failed-mails/resend': within('resend-mail'),

  'post /regions': within('change-region'),
  'get /municipalities/{id}': nothingPersonal,
  'post /municipalities': within('change-municipality'),
  'patch /municipalities/{id}': within('change-municipality'),
  'put /municipalities/{id}/postcodes': within('change-municipality'),
  // Codes, days and counts only.
  'get /municipalities/{id}/checks': nothingPersonal,
  'put /municipalities/{id}/checks': within('change-check'),
  'put /municipalities/{id}/check-list': within('give-check-list'),
  'get /teams/{id}': nothingPersonal,
  'post /teams': within('change-team'),
  'patch /teams/{id}': within('change-team'),
  'post /teams/{id}/end': within('change-team'),
  'post /teams/{id}/pairings': within('change-pairing'),
  'post /pairings/{id}/end': within('change-pairing'),
  'get /creditors/{id}': nothingPersonal,
  'post /creditors': within('change-creditor'),
  'patch /creditors/{id}': within('change-creditor'),
  'post /creditors/{id}/end': within('change-creditor'),
  'put /creditors/{id}/contacts': within('change-creditor'),

  'get /process': nothingPersonal,
  'get /process.bpmn': nothingPersonal,
  'post /terms/calculate': nothingPersonal,

  'get /cases': within('list-cases'),
  'get /cases/counts': nothingPersonal,
  'get /triage': within('list-triage'),
  'get /visits': within('read-visits'),
  'get /planning': within('read-planning-of-visits'),
  'post /planned-visits': within('plan-visits'),
  'post /planned-visits/undo': within('undo-planned-visits'),
  'put /teams/{id}/capacity': within('set-capacity'),
  'post /absences': within('record-absence'),
  'delete /absences/{id}': within('withdraw-absence'),
  'get /work-in-hand': nothingPersonal,
  'post /many-cases/reassign': within('reassign'),
  'post /many-cases/pause': within('pause'),
  'post /many-cases/resume': within('resume'),
  'post /many-cases/extend-deadline': within('extend-deadline'),
  'post /search': within('search-persons'),
  'get /cases/{id}': within('read-case'),
  'get /cases/{id}/timeline': within('read-timeline'),
  'get /cases/{id}/history': within('read-history'),
  'get /cases/{id}/forecast': within('forecast-case'),
  'get /teams/{id}/forecast': within('forecast-cases'),
  'get /forecast': within('forecast-cases'),
  'post /cases/{id}/notes': within('note-added'),
  'post /cases/{id}/complaints': within('complaint-filed'),
  'get /breaches': reading('list-breaches', 'export-breaches'),
  'get /breaches/{id}': within('read-breach'),
  'post /breaches': within('record-breach'),
  'post /breaches/{id}/follow-up': within('follow-breach'),
  'get /events': within('search-histories'),
  'get /events/counts': nothingPersonal,
  'post /complaints': within('complaint-filed'),
  'get /complaints': reading('list-complaints'),
  'get /complaints/counts': nothingPersonal,
  'get /complaints/{id}': within('read-complaint'),
  'post /complaints/{id}/owner': within('give-complaint'),
  'post /complaints/{id}/receipt': within('confirm-complaint'),
  'post /complaints/{id}/extend': within('extend-complaint'),
  'post /complaints/{id}/close': within('close-complaint'),
  'post /complaints/{id}/withdraw': within('withdraw-complaint'),
  'get /complaints/{id}/letter': within('read-complaint-letter'),
  'post /cases/{id}/contact-details': within('record-contact-details'),
  'delete /contact-details/{id}': within('withdraw-contact-details'),
  'post /cases/{id}/informed': within('record-informed'),
  'put /cases/{id}/consents/{purpose}': within('record-consent'),
  'get /cases/{id}/hand-over': within('read-hand-over'),
  'get /cases/{id}/flyer': within('print-flyer'),
  'get /cases/{id}/letter': within('print-letter'),
  'post /cases/{id}/hand-over-link': within('make-hand-over-link'),
  'get /cases/{id}/plan': within('read-plan'),
  'put /cases/{id}/plan': within('save-plan'),
  'patch /cases/{id}/plan': within('save-plan'),
  'put /cases/{id}/feedback-draft': within('save-feedback-draft'),
  ...Object.fromEntries(actions.map((action) => [`post /cases/{id}/${action}`, within(action)])),
  // One row for each case: go, no-go or undo-triage.
  'post /triage-decisions': within('go'),
  'post /triage-decisions/undo': within('undo-triage'),

  // The answer holds ids and dates only.
  'get /deadlines': nothingPersonal,
  'get /deadlines/{id}/derivation': within('derive-deadline'),

  'post /rounds': within('open-round'),
  'get /rounds': nothingPersonal,
  'get /rounds/{month}': nothingPersonal,
  'post /rounds/{month}/close': within('close-round'),
  'post /rounds/{month}/confirm': within('confirm-match'),
  'get /rounds/{month}/matches': within('read-matches'),

  'post /deliveries': within('deliver'),
  'post /signals': within('deliver'),
  // One row when a first line or a file name was opened.
  'get /deliveries': within('read-receipts'),
  'get /deliveries/{id}': within('read-receipts'),
  'get /deliveries/{id}/rows': within('read-verdicts'),
  'get /deliveries/{id}/rows.csv': within('export-verdicts'),
  'get /deliveries/{id}/refused.csv': within('export-verdicts'),
  'get /creditors/{id}/signals': reading('read-signals', 'export-signals'),
  'get /creditors/{id}/to-do': nothingPersonal,
  // Names of teams and of colleagues at work.
  'get /creditors/{id}/teams': nothingPersonal,
  // Counts only.
  'get /creditors/{id}/outcomes': nothingPersonal,
  'post /creditors/{id}/outcomes': within('record-outcomes'),
  'get /outcome-figures': nothingPersonal,
  'get /signals/{id}': reading('read-signals'),
  'post /signals/{id}/answer-re-check': within('answer-re-check'),
  'post /signals/{id}/withdraw-day': within('withdraw-day'),
  'post /re-check-answers': within('answer-re-check'),

  'post /cases/{id}/joinings': within('join-household'),
  'post /joinings/{id}/undo': within('part-household'),
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
  // The answer holds counts and the ids of cases that are kept.
  'get /retention': nothingPersonal,
  'get /retention/certificates': reading('read-certificates', 'export-certificates'),

  'get /audit': reading('read-audit'),
  'get /audit.csv': reading('read-audit', 'export-audit'),
  'get /audit.jsonl': reading('read-audit', 'export-audit'),
};

type Called = Pick<AnySpec, 'method' | 'path' | 'may'>;

/** The row's caller, the ids in the path, and the Idempotency-Key when it has the right form. */
export interface Call {
  actor: CallingActor;
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

/** The first answer, given again: nothing is changed, but its content is read. */
export async function auditRepeat(sql: Sql, spec: Called, call: Call): Promise<void> {
  if (leftBy(spec) === null) return;
  await writeAudit(sql, call.actor, { action: 'answer-repeated', outcome: 'done', caseId: caseIdOf(spec, call), detail: { route: `${spec.method} ${spec.path}`, commandId: call.key } });
}

/** A refusal: a row when the caller is known, counted when not. Refusals of routes that are open to anyone are not logged. */
export async function auditRefusedCall({ sql, refusals }: Pick<ApiDependencies, 'sql' | 'refusals'>, spec: Called, call: Call | null, error: unknown): Promise<void> {
  if (spec.may === 'anyone') return;
  const action = leftBy(spec)?.action ?? 'other-request';
  if (call === null) return refusals.count(action, error);
  const isKnown = wasFound(error) ? (value: string) => ownId.test(value) : (value: string) => uuid.test(value);
  const detail = { route: `${spec.method} ${spec.path}`, ...idsOf(call, isKnown), ...(call.key === undefined ? {} : { commandId: call.key }) };
  await auditRefusal(sql, call.actor, { action, caseId: caseIdOf(spec, call), detail }, error);
}

/** Whether the object in the path exists: otherwise any text could get into the log as the id of a round or a day. */
const wasFound = (error: unknown): boolean => !['not-found', 'forbidden'].includes(refusalOf(error)?.code ?? '');

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function caseIdOf({ path }: Called, { params }: Call): string | null {
  const { id } = params;
  return path.startsWith('/cases/{id}') && typeof id === 'string' && uuid.test(id) ? id : null;
}

/** A case, a signal, a deadline, a day, a round. */
const ownId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.\d+)?|(?:[a-z][a-z0-9-]*[a-z0-9]-)?\d{4}-\d\d(?:-\d\d)?(?:\.\d+)?)$/i;
/** The id of a creditor or a team. A person's name can have the same form, so it is logged only when the object exists. */
const slug = /^[a-z0-9-]{1,64}$/;

/** Text that has not the form of an id is left out: a path can contain anything. */
function idsOf({ params }: Call, isId: (value: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value === 'string' && isId(value)));
}

function countOf(body: unknown): { count?: number } {
  const items = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
  return Array.isArray(items) ? { count: items.length } : {};
}
