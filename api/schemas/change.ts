/** A change of calendar or policy in the API's answers. */
import { z } from 'zod';
import { changeStates } from '../../src/domain/planning/change.ts';
import { deadlineKinds, deadlineRuleSchema, policySchema } from '../../src/domain/planning/policy.ts';
import { effects } from '../../src/domain/planning/replan.ts';
import { because, deadlineKind, instant, localDate } from './common.ts';

/** One entry for each kind of deadline. */
export const policy = policySchema.extend({ deadlines: z.record(z.enum(deadlineKinds), deadlineRuleSchema.meta({ id: 'DeadlineRule' })) }).meta({ id: 'Policy' });

export const effect = z.enum(effects).describe('What becomes of a deadline: another day, late at once, or (it was late) time again.');

const counted = { later: z.int(), earlier: z.int(), late: z.int(), room: z.int() };

const preview = z.object({
  computedAt: instant.describe('Cases go on meanwhile; each is planned anew as it stands when it hears of the change.'),
  sentence: z.string().describe('Dutch.'),
  deadlines: z.int().describe('How many deadlines change.'),
  cases: z.int().describe('In how many cases.'),
  effects: z.object(counted),
  kinds: z.array(z.object({ kind: deadlineKind, label: z.string(), ...counted })),
  municipalities: z.array(z.object({ municipalityCode: z.string().nullable().describe('Null: of rounds.'), municipality: z.string().nullable(), ...counted })),
});

export const change = z
  .object({
    id: z.uuid(),
    because,
    sentence: z.string().describe('Dutch: what changes.'),
    reason: z.string(),
    state: z.enum(changeStates),
    stateLabel: z.string(),
    regionId: z.string().nullable().describe('Of a policy.'),
    municipalityCode: z.string().nullable().describe('Of a policy for one municipality.'),
    validFrom: localDate.nullable().describe('Of a policy.'),
    policy: policy.nullable().describe('The version as it will be.'),
    runningCases: z.enum(['move', 'keep']).describe('As it was proposed: whether running cases go over, or keep the version they run under. A closed day is for all of them.'),
    proposedAt: instant,
    proposedBy: z.string(),
    confirmedAt: instant.nullable(),
    confirmedBy: z.string().nullable(),
    discardedAt: instant.nullable(),
    discardedBy: z.string().nullable(),
    doneAt: instant.nullable().describe('When every running case had been told.'),
    preview,
    told: z.int().describe('Cases that have been told.'),
    total: z.int().describe('Cases to be told.'),
    links: z.object({ self: z.string(), moves: z.string() }),
  })
  .meta({ id: 'Change' });

export const move = z
  .object({
    deadlineId: z.string(),
    caseId: z.uuid().nullable(),
    roundId: z.string().nullable(),
    link: z.string().describe('Where what it belongs to is read.'),
    municipalityCode: z.string().nullable(),
    kind: deadlineKind,
    label: z.string(),
    effect,
    effectLabel: z.string(),
    from: localDate.describe('The last day as it was.'),
    to: localDate.describe('The last day as it would be.'),
  })
  .meta({ id: 'Move' });

export const reason = z.string().trim().min(3).max(500).describe('Why, in words without a name in them: it is shown in every case that is planned anew.');

export const proposed = { 201: { description: 'Proposed: nothing has moved. Look at the preview, then confirm or discard it.', schema: change } };
