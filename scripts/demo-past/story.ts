/** What people did in a case from its triage up to now. */
import type { Instant } from '../../src/domain/time/dates.ts';
import { Acting, type Scene } from './acting.ts';
import { planFeedback, planPlanning } from './helping.ts';
import { planFirstVisit, planTriage } from './meeting.ts';
import { planAnswers } from './rechecks.ts';

/** @param from the match, or the crisis, since when its triage can begin */
export function liveOn(scene: Scene, from: Instant): void {
  const acting = new Acting(scene);
  acting.onPhase = (phase, at) => {
    if (phase === 'visiting') planFirstVisit(acting, at);
    if (phase === 'planning') planPlanning(acting, at);
    if (phase === 'feedback') planFeedback(acting, at);
    if (phase === 'monitoring') planAnswers(acting);
  };
  planTriage(acting, from);
  acting.live();
}
