/**
 * What happens to a case when nobody acts: the moments to come, worked out by the very steps that the workflow takes, so
 * that the forecast cannot say anything else than what then happens. Pure.
 */
import type { Instant } from '../time/dates.ts';
import { isBefore } from '../deadlines/deadline.ts';
import type { Phase } from './lifecycle.ts';
import { nextInstant, passTime } from './life.ts';
import type { CaseState } from './state.ts';
import type { Mail, TimelineEvent } from './step.ts';

/** The kinds of what happens, as lists count them. */
export const happeningKinds = ['warning', 'breach', 're-check', 'reminder', 'silence', 'in-effect', 'other'] as const;
export type HappeningKind = (typeof happeningKinds)[number];

/** Everything that happens at one instant. */
export interface ForecastMoment {
  at: Instant;
  events: TimelineEvent[];
  mails: Mail[];
  /** The triage decision that takes effect: until then it could be undone. */
  inEffect: 'go' | 'no-go' | null;
  /** The phase of the case from here on. */
  phase: Phase;
}

export interface Forecast {
  moments: ForecastMoment[];
  /** Why there are no more: nothing follows, the horizon, or there were too many. */
  end: 'nothing-left' | 'horizon' | 'too-many';
}

/** A case has a few moments left. More than this means a case that never comes to rest. */
export const MOST_MOMENTS = 400;

/** The moments up to and including `until`, in order. What is overdue already, because no worker ran, comes first. */
export function forecastOf(from: CaseState, until: Instant, most = MOST_MOMENTS): Forecast {
  const moments: ForecastMoment[] = [];
  for (let state = from; ; ) {
    const at = nextInstant(state);
    if (at === null) return { moments, end: 'nothing-left' };
    if (isBefore(until, at)) return { moments, end: 'horizon' };
    const passed = passTime(state, at);
    if (passed === null || moments.length === most) return { moments, end: 'too-many' };
    const { events, mails } = passed;
    moments.push({ at, events, mails, inEffect: state.held?.until === at ? state.held.decision : null, phase: passed.state.phase });
    state = passed.state;
  }
}
