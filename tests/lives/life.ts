/** A case as the scenarios live it, on the pure steps or on the real engine. */
import type { Attempt, CaseState } from '../../src/domain/case/state.ts';
import type { StepEventType } from '../../src/domain/case/events.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { twentePolicy, type CasePolicy } from '../../src/domain/planning/policy.ts';
import type { DataOf } from '../../src/domain/case/commands.ts';
import type { Action, Role } from '../../src/domain/case/lifecycle.ts';
import type { MatchIn, SignalIn } from '../../src/domain/case/signals/intake.ts';
import type { ReplanIn } from '../../src/domain/case/replan.ts';
import type { Deadline } from '../../src/domain/deadlines/deadline.ts';

export interface Life {
  state(): Promise<CaseState>;
  /** Lets time pass up to this moment. */
  until(instant: string): Promise<void>;
  signal(signal: Partial<SignalIn>): Promise<void>;
  match(match: Partial<MatchIn> & { decisions: MatchIn['decisions'] }): Promise<void>;
  /** `seq`: the step that it was decided on. @throws Refused when the case does not take it. */
  act<A extends Action>(action: A, data: DataOf<A>, role?: Role, seq?: number): Promise<void>;
  /** A confirmed change of calendar or policy, told by the project leader. */
  replan(replan: Pick<ReplanIn, 'changeId' | 'because'> & Partial<ReplanIn>): Promise<void>;
  /** Everything the case has stored, in order. */
  records(): CaseRecord[];
}

/** Lives by what they guarantee. */
export type Lives = Record<string, (life: Life) => Promise<void>>;

export class Refused extends Error {
  readonly detail: { refusal: { code?: string; rule?: string }; allowed: { action: string }[] };
  constructor(detail: Refused['detail']) {
    super('refused');
    this.detail = detail;
  }
}

/** Monday 5 March 2040, 10:00 in Amsterdam: before Good Friday (30 March), Easter Monday (2 April) and the clock change (25 March). */
export const BEGIN = '2040-03-05T09:00:00Z';
export const ROUND = 'twente-2040-02';
export const RENT = 'woongoed-twente';
export const ENERGY = 'oost-energie';
export const policy: CasePolicy = twentePolicy;

export const replanBy = { id: 'project-leader', role: 'project-leader' } as const;

/** Two matched signals: the case is in triage at BEGIN. */
export async function matched(life: Life): Promise<void> {
  await life.signal({ signalId: 's1', creditorId: RENT });
  await life.signal({ signalId: 's2', creditorId: ENERGY });
  await life.match({
    decisions: [
      { signalId: 's1', creditorId: RENT, outcome: 'in-case', reason: null },
      { signalId: 's2', creditorId: ENERGY, outcome: 'in-case', reason: null },
    ],
  });
}

export const visit = (date: string, outcome: Attempt['outcome'], partOfDay: 'morning' | 'afternoon' | 'evening' = 'afternoon') => ({ kind: 'visit', date, outcome, partOfDay }) as const;

export const PLAN = '00000000-0000-4000-8000-000000000001';
export const FEEDBACK = '00000000-0000-4000-8000-000000000002';

export const noon = (date: string) => `${date}T11:00:00Z`;

/** The case after a talk on 22 March at the third visit, with a plan; still to be fed back. */
export async function planned(life: Life, plan: Pick<DataOf<'complete-plan'>, 'problematicDebts' | 'handOver'> = { problematicDebts: false, handOver: 'confirmed' }): Promise<void> {
  await matched(life);
  await life.act('go', {}, 'desk');
  await life.until(noon('2040-03-14'));
  await life.act('record-attempt', visit('2040-03-14', 'nobody-home', 'morning'));
  await life.until(noon('2040-03-19'));
  await life.act('record-attempt', visit('2040-03-19', 'nobody-home', 'afternoon'));
  await life.until(noon('2040-03-22'));
  await life.act('record-attempt', visit('2040-03-22', 'reached', 'evening'));
  await life.until(noon('2040-03-26'));
  await life.act('complete-plan', { planId: PLAN, ...plan });
}

export const deadline = (state: CaseState, kind: Deadline['kind'], n = 0): Deadline => {
  const found = state.deadlines.filter((d) => d.kind === kind)[n];
  if (found === undefined) throw new Error(`no deadline ${kind}`);
  return found;
};

/** The types of what was said, in order. */
export const said = (life: Life): string[] => life.records().flatMap((r) => r.events.map((e) => e.type));
export const mailed = (life: Life): string[] => life.records().flatMap((r) => r.mails.map((m) => `${m.template} → ${m.to.kind === 'creditor' ? m.to.id : m.to.kind}`));
/** When something of this type was said, and of which deadline. */
export const saidAt = (life: Life, type: StepEventType): string[] =>
  life.records().flatMap((r) => r.events.filter((e) => e.type === type).map((e) => `${'kind' in e.data ? e.data.kind : type} ${e.at}`));
