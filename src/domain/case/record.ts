/** What one step of a case leaves behind in Postgres: stored in one transaction, once, in the order of `seq`. */
import type { Instant } from '../time/dates.ts';
import type { Deadline } from '../deadlines/deadline.ts';
import type { CaseState } from './state.ts';
import type { Mail, SignalChange, Step, TimelineEvent } from './step.ts';

export interface CaseRecord {
  state: CaseState;
  at: Instant;
  commandId: string;
  events: TimelineEvent[];
  mails: Mail[];
  signals: SignalChange[];
  deadlines: Deadline[];
}

export function recordOf({ state, at, cause, events, mails, signals, touched }: Step): CaseRecord {
  return { state, at, commandId: cause, events, mails, signals, deadlines: state.deadlines.filter((d) => touched.has(d.id)) };
}
