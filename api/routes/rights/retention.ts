/** Retention: what goes and when, the certificates of what went, and cases that are kept because of a dispute. */
import { z } from 'zod';
import { phases } from '../../../src/domain/case/lifecycle.ts';
import { retentionRules } from '../../../src/domain/retention/retention.ts';
import { holdActions, holdCase, type HoldAction } from '../../../src/usecases/retention/hold-case.ts';
import { textSchema } from '../../../src/usecases/cases/case-actions.ts';
import { exportCertificates, readCertificates } from '../../../src/usecases/retention/read-certificates.ts';
import { readRetention } from '../../../src/usecases/retention/read-retention.ts';
import { certificatesCsv } from '../../../src/wording/documents/certificates-csv.ts';
import { attachment } from '../../attachment.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream } from '../../route.ts';
import { auditPosition } from '../audit.ts';
import { idParams, instant, localDate, pageFields, pageOf, supportedDate } from '../../schemas/common.ts';

const going = z.object(Object.fromEntries([...retentionRules, 'signals'].map((name) => [name, z.int()]))).describe('Cases by the rule that counts for them; signals that led to no case beside a case that stays.');

const overview = z
  .object({
    today: localDate,
    tonight: going,
    weeks: z.array(z.object({ from: localDate, until: localDate, counts: going })),
    onHold: z.object({
      due: going.describe('Would have gone by now.'),
      cases: z.array(z.object({ id: z.uuid(), municipalityCode: z.string(), phase: z.enum(phases), closedAt: instant.nullable(), heldAt: instant })).describe('At most 200, the longest first.'),
    }),
    nights: z
      .array(z.object({ id: z.uuid(), startedBy: z.string(), startedAt: instant, finishedAt: instant.nullable().describe('Null: it is busy, or was cut off.'), counts: z.record(z.string(), z.int()) }))
      .describe('Of the whole region, the newest first.'),
  })
  .meta({ id: 'Retention' });

const read = route({
  method: 'get',
  path: '/retention',
  tag: 'Retention',
  summary: 'What goes tonight and in the coming weeks, what is kept on hold, and what the last nights did: no persons',
  may: 'read-retention',
  responses: { 200: overview },
  handle: async ({ actor }, { database }) => ok(await readRetention(database.system, actor, new Date().toISOString())),
});

const certificate = z
  .object({
    id: z.int().describe('Of its row in the audit log.'),
    at: instant,
    what: z.enum(['case', 'signals', 'delivery']),
    label: z.string().describe('Dutch.'),
    caseId: z.uuid().nullable(),
    signalIds: z.array(z.uuid()),
    deliveryId: z.uuid().nullable(),
    because: z.enum(['retention', 'erasure']),
    becauseLabel: z.string(),
    basis: z.record(z.string(), z.string()).describe('Ids, codes and dates.'),
    rule: z.enum(retentionRules).nullable(),
    ruleLabel: z.string().nullable(),
    policyVersion: z.string().nullable(),
    closedOn: localDate.nullable(),
    dueOn: localDate.nullable().describe('The first day on which it might go.'),
    counts: z.record(z.string(), z.int()).describe('How much went, by table.'),
    actorId: z.string().nullable(),
  })
  .meta({ id: 'Certificate' });

const selection = {
  case: z.uuid().optional(),
  from: supportedDate.optional().describe('The first day, Europe/Amsterdam.'),
  until: supportedDate.optional().describe('The last day, included.'),
};

const certificates = route({
  method: 'get',
  path: '/retention/certificates',
  tag: 'Retention',
  summary: 'Certificates of what was anonymised, the newest first',
  description: 'With `Accept: text/csv` all that was found, the oldest first. A certificate is a row of the audit log, sealed with it.',
  may: 'read-certificates',
  query: z.strictObject({ ...selection, ...pageFields }),
  responses: { 200: { description: 'Done', schema: pageOf(certificate), alsoAs: 'text/csv' } },
  async handle({ query: { limit, cursor, case: caseId, ...days }, actor, request }, { sql }) {
    const wanted = { ...days, caseId };
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', certificatesCsv(exportCertificates(sql, actor, wanted)), attachment('csv', 'certificaten'));
    return paged({ limit, cursor }, auditPosition, (page) => readCertificates(sql, actor, wanted, page));
  },
});

const summaries: Record<HoldAction, string> = {
  hold: 'Keep a case because of a dispute: nothing of it goes until it is released',
  release: 'Let a case go by its term again',
};

const holdRoute = (action: HoldAction) =>
  route({
    method: 'post',
    path: `/cases/{id}/${action}`,
    tag: 'Retention',
    summary: summaries[action],
    may: 'keep-in-dispute',
    params: idParams,
    body: z.strictObject({ reason: textSchema.describe('Why; sealed with the case.') }),
    responses: { 200: z.object({ id: z.uuid(), onHold: z.boolean() }) },
    refuses: ['conflict'],
    async handle({ params, key, body, actor }, { sql, keys }) {
      await holdCase({ sql, keys }, actor, { caseId: params.id, action, reason: body.reason, key });
      return ok({ id: params.id, onHold: action === 'hold' });
    },
  });

export const retentionRoutes = [...holdActions.map(holdRoute), read, certificates];
