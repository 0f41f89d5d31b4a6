import { decreeDays } from '../../src/domain/time/calendar.ts';
import { nextInstant, passTime, refusal, takeCommand, takeMatch, takeReplan, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf, type CaseRecord } from '../../src/domain/case/record.ts';
import { newCase, standingOf } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { allowedActions } from '../../src/domain/case/lifecycle.ts';
import { BEGIN, policy, Refused, replanBy, ROUND, type Life } from './life.ts';
import { RULES } from '../../src/domain/case/rules.ts';

/** A life on the pure steps alone; time moves from moment to moment as the workflow's timer would. */
export function pureLife(): Life {
  let state = newCase({ caseId: 'case', gemeentecode: '0153', policy, closedDays: [...decreeDays] });
  let now = BEGIN;
  let commands = 0;
  const stored: CaseRecord[] = [];
  const take = (step: Step | null) => {
    if (step === null) return;
    state = step.state;
    stored.push(recordOf(step));
  };
  const pass = (until: string) => {
    for (let at = nextInstant(state); at !== null && Date.parse(at) <= Date.parse(until); at = nextInstant(state)) take(passTime(state, at));
    now = until;
  };
  return {
    state: () => Promise.resolve(state),
    until: (instant) => Promise.resolve(pass(instant)),
    signal: (signal) =>
      Promise.resolve(take(takeSignal(state, { rules: RULES, signalId: 's', creditorId: 'c', roundId: ROUND, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: now, ...signal }, now))),
    match: (match) => Promise.resolve(take(takeMatch(state, { rules: RULES, roundId: ROUND, closedAt: now, confirmedAt: now, teamId: 'team-enschede', ...match }, now))),
    act: (action, data, role = 'caseworker', seq) => {
      commands += 1;
      const command = { rules: RULES, id: `command-${commands}`, action, actor: { id: role, role }, ...(seq === undefined ? {} : { seq }), data } as Command;
      const reason = refusal(state, command, now);
      if (reason !== null) return Promise.reject(new Refused({ refusal: reason, allowed: allowedActions(standingOf(state)) }));
      return Promise.resolve(take(takeCommand(state, command, now)));
    },
    replan: (replan) => Promise.resolve(take(takeReplan(state, { rules: RULES, actor: replanBy, policy: null, ...replan }, now))),
    records: () => stored,
  };
}
