import { describe, expect, test } from '@jest/globals';
import { takeCommand, takeMatch, takeSignal } from '../../src/domain/case/life.ts';
import { owedSignals } from '../../src/domain/case/feedback/owing.ts';
import { newCase, type CaseState } from '../../src/domain/case/state.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { RULES } from '../../src/domain/case/rules.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';

const at = '2040-03-05T09:00:00Z';
const matchOf = (roundId: string, ...ids: string[]) => ({ roundId, closedAt: at, confirmedAt: at, teamId: null, decisions: ids.map((id) => ({ signalId: id, creditorId: id, outcome: 'in-case' as const, reason: null })) });
const act = (state: CaseState, action: string, data: object, rules?: number) =>
  takeCommand(state, { id: `${action}-${state.seq}`, action, actor: { id: 'x', role: 'caseworker' }, data, ...(rules === undefined ? {} : { rules }) } as Command, at).state;

/** A case of 0.2.0, fed back, with arrears that joined after it. */
function joinedBefore(): CaseState {
  const signalled = ['rent', 'energy'].reduce((state, id) => takeSignal(state, { signalId: id, creditorId: id, roundId: 'one', verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: at }, at).state, newCase({ caseId: 'c', gemeentecode: '0153', policy: twentePolicy, closedDays: [] }));
  const visited = act(act(takeMatch(signalled, matchOf('one', 'rent', 'energy'), at).state, 'go', {}), 'record-attempt', { kind: 'visit', outcome: 'refused', date: '2040-03-05', partOfDay: 'morning' });
  return takeMatch(act(visited, 'send-feedback', { feedbackId: 'f1' }), matchOf('two', 'water'), at).state;
}

describe('a running case of before 0.3', () => {
  test('owes feedback to whom joined after it, and to nobody twice', () => {
    const before = joinedBefore();
    expect(owedSignals(before).map(({ id }) => id)).toEqual(['water']);
    const step = takeCommand(before, { id: 'f', action: 'send-feedback', actor: { id: 'x', role: 'caseworker' }, data: { feedbackId: 'f2' }, rules: RULES }, at);
    expect(step.mails.map(({ to }) => to)).toEqual([{ kind: 'creditor', id: 'water' }]);
    expect(step.state.deadlines.filter(({ kind }) => kind === 'feedback').map(({ state }) => state)).toEqual(['met', 'met']);
    expect(owedSignals(step.state)).toEqual([]);
  });

  test('is judged as it was: what 0.2.0 sent went to everybody', () => {
    const step = takeCommand(joinedBefore(), { id: 'f', action: 'send-feedback', actor: { id: 'x', role: 'caseworker' }, data: { feedbackId: 'f2' } }, at);
    expect(step.mails).toHaveLength(3);
    expect(step.state.rules).toBeUndefined();
  });
});
