/** The process as data, with Dutch labels: what the API answers, the page tells and the diagram draws. */
import { z } from 'zod';
import { dataSchemas } from '../domain/case/commands.ts';
import { actions, phaseLabels, phases, roleSchema, peopleOf, rules, type Action, type Phase } from '../domain/case/lifecycle.ts';
import { countsBack, deadlineKinds, ownerSchema, type DeadlineKind, type Policy } from '../domain/planning/policy.ts';
import { deadlineStarts, endings, happeningLabels, happenings, happeningWays, steeringActions, waysOf, type Way } from '../domain/process.ts';
import { termSchema } from '../domain/time/terms.ts';
import { deadlineLabels, roleLabels } from '../wording/labels/labels.ts';
import { consequenceOf } from './consequence.ts';
import { consequenceInWords, isoDuration, warningInWords } from './terms-in-words.ts';
import { termInWords } from '../wording/sentences/terms.ts';

const phase = z.enum(phases);
const named = { code: z.string(), label: z.string() };
const ways = z.array(z.object({ from: phase, to: phase })).describe('From which phase to which; a stay counts.');

export const processSchema = z
  .object({
    policyVersion: z.string().describe('The policy that the terms are of.'),
    phases: z.array(z.object({ code: phase, label: z.string() })),
    actions: z.array(
      z.object({
        ...named,
        from: z.array(phase),
        to: z.array(phase),
        ways,
        roles: z.array(z.object({ code: roleSchema, label: z.string() })),
        reasonNeeded: z.boolean(),
        whilePaused: z.boolean(),
        steering: z.boolean().describe('Possible in every phase of a running case, and leaving it there.'),
        data: z.record(z.string(), z.unknown()).describe('JSON Schema of what the action must be given.'),
      }),
    ),
    happenings: z.array(z.object({ ...named, ways })).describe('What moves a case without anybody acting on it.'),
    endings: z.array(z.object({ ...named, by: z.array(z.string()).describe('Actions and happenings.') })),
    deadlines: z.array(
      z.object({
        kind: z.enum(deadlineKinds),
        label: z.string(),
        startsAt: z.string(),
        phase: phase.nullable().describe('In which it must be met; null outside a case.'),
        term: termSchema,
        termInWords: z.string(),
        isoDuration: z.string().nullable().describe('ISO 8601; null for working days, which it does not know.'),
        warnWorkingDays: z.int().nullable(),
        warningInWords: z.string(),
        owner: z.object({ code: ownerSchema, label: z.string() }),
        onBreach: z.string().nullable().describe('What follows at the end of the last day; null where nothing does yet.'),
        breachLeadsTo: phase.nullable().describe('The phase that it takes the case to.'),
      }),
    ),
  })
  .meta({ id: 'Process' });
export type ProcessDocument = z.infer<typeof processSchema>;
export type ProcessDeadline = ProcessDocument['deadlines'][number];

export function describeProcess(policy: Policy): ProcessDocument {
  return {
    policyVersion: policy.version,
    phases: phases.map((code) => ({ code, label: phaseLabels[code] })),
    actions: actions.map(describeAction),
    happenings: happenings.map((code) => ({ code, label: happeningLabels[code].label, ways: happeningWays.filter(({ by }) => by === code).map(fromTo) })),
    endings: Object.entries(endings).map(([code, { label, by }]) => ({ code, label, by: [...by] })),
    deadlines: deadlineKinds.map((kind) => describeDeadline(kind, policy)),
  };
}

const fromTo = ({ from, to }: Way): { from: Phase; to: Phase } => ({ from, to });

function describeAction(code: Action): ProcessDocument['actions'][number] {
  const { label, from, to, reason, whilePaused } = rules[code];
  return {
    code,
    label,
    from: [...from],
    to: [...to],
    ways: waysOf(code).map(fromTo),
    roles: peopleOf(code).map((role) => ({ code: role, label: roleLabels[role] })),
    reasonNeeded: reason ?? false,
    whilePaused: whilePaused ?? false,
    steering: steeringActions.includes(code),
    data: z.toJSONSchema(dataSchemas[code], { io: 'input' }),
  };
}

function describeDeadline(kind: DeadlineKind, policy: Policy): ProcessDeadline {
  const { term, warnWorkingDays, owner } = policy.deadlines[kind];
  const consequence = consequenceOf(kind, policy);
  return {
    kind,
    label: deadlineLabels[kind],
    startsAt: deadlineStarts[kind].at,
    phase: deadlineStarts[kind].phase,
    term,
    termInWords: countsBack(kind) ? `${termInWords(term)} ervoor` : termInWords(term),
    isoDuration: isoDuration(term),
    warnWorkingDays,
    warningInWords: warningInWords(warnWorkingDays),
    owner: { code: owner, label: roleLabels[owner] },
    onBreach: consequence === null ? null : consequenceInWords(consequence),
    breachLeadsTo: consequence?.to ?? null,
  };
}
