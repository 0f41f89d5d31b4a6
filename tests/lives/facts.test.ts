/** What reports count of a life, where random lives seldom come: the random ones are counted again in tests/random-lives. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { factsOf, type FactKind } from '../../src/domain/case/facts.ts';
import { ENERGY, FEEDBACK, matched, noon, planned, RENT, visit, type Life } from './life.ts';
import { pureLife } from './pure-life.ts';

let life: Life;
beforeEach(() => {
  life = pureLife();
});

/** 'code day' of the facts of a kind, with the creditor of an answer. */
function counted(kind: FactKind): string[] {
  const records = life.records();
  const events = records.flatMap(({ state, commandId, events: said }) => said.map((event, n) => ({ ...event, key: `${state.seq}.${n}`, seq: state.seq, commandId })));
  const facts = factsOf(events, records.at(-1)?.state.attempts ?? [], { plans: new Map(), feedbacks: new Map() });
  return facts.filter((fact) => fact.kind === kind).map(({ code, creditorId, happenedOn, cycle }) => [code ?? kind, ...(creditorId === null ? [] : [creditorId]), happenedOn, cycle].join(' '));
}

const answer = (creditorId: string, paying: boolean) => life.act('answer-re-check', { creditorId, paying }, 'creditor');
const talk = (date: string) => life.act('record-attempt', visit(date, 'reached'));

async function fedBack(): Promise<void> {
  await planned(life);
  await life.until(noon('2040-03-28'));
  await life.act('send-feedback', { feedbackId: FEEDBACK });
}

describe('an answer to the re-check', () => {
  test('is the last one of its creditor, of each re-check', async () => {
    await fedBack();
    await life.until(noon('2040-10-01'));
    await answer(RENT, true);
    await life.until(noon('2040-10-02'));
    await answer(RENT, true);
    await answer(ENERGY, false);
    await life.until(noon('2040-10-05'));
    await talk('2040-10-05');
    await life.act('end-planning', { because: 'declined' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2041-04-08'));
    await answer(RENT, true);
    await answer(ENERGY, true);
    expect(counted('re-check')).toEqual([
      `paying ${RENT} 2040-10-02 0`, `not-paying ${ENERGY} 2040-10-02 0`,
      `paying ${RENT} 2041-04-08 1`, `paying ${ENERGY} 2041-04-08 1`,
    ]);
  });

  test('counts as silence until it is given', async () => {
    await fedBack();
    await life.until(noon('2040-10-30'));
    expect(counted('re-check').map((fact) => fact.split(' ')[0])).toEqual(['silent', 'silent']);
    await life.act('decide-re-check', { decision: 'ask-again' }, 'project-leader');
    await answer(ENERGY, true);
    expect(counted('re-check')).toEqual([expect.stringMatching(`^silent ${RENT}`), `paying ${ENERGY} 2040-10-30 0`]);
  });
});

describe('problematic debts', () => {
  beforeEach(async () => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await talk('2040-03-14');
    await life.act('record-problematic-debts', { urgent: false });
  });

  test('that were found in a talk that is taken back are not counted', async () => {
    await life.act('correct-attempt', visit('2040-03-14', 'nobody-home'));
    expect([counted('problematic-debts'), counted('attempt')]).toEqual([[], ['nobody-home 2040-03-14 0']]);
  });

  test('of an earlier talk stay when a later one is corrected', async () => {
    await life.act('end-planning', { because: 'declined' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.act('close', { because: 'other' }, 'desk');
    await life.act('reopen', { to: 'visiting' }, 'desk');
    await life.act('record-attempt', visit('2040-03-14', 'reached', 'evening'));
    await life.act('record-problematic-debts', { urgent: true });
    await life.act('correct-attempt', visit('2040-03-14', 'nobody-home'));
    expect(counted('problematic-debts')).toEqual(['not-urgent 2040-03-14 0']);
  });

  test('stay when only the part of the day, or an attempt before the talk, is put right; and go with the talk that is taken back', async () => {
    await life.act('take-back-attempt', {});
    await life.act('record-attempt', visit('2040-03-13', 'nobody-home'));
    await life.act('record-attempt', visit('2040-03-14', 'reached'));
    await life.act('record-problematic-debts', { urgent: true });
    await life.act('correct-attempt', visit('2040-03-14', 'reached', 'evening'));
    await life.act('correct-attempt', { attemptId: 'command-5', ...visit('2040-03-12', 'nobody-home') });
    expect([counted('problematic-debts'), counted('attempt')]).toEqual([['urgent 2040-03-14 0'], ['nobody-home 2040-03-12 0', 'reached 2040-03-14 0']]);
    await life.act('take-back-attempt', { attemptId: 'command-5' });
    expect([counted('problematic-debts'), counted('attempt')]).toEqual([['urgent 2040-03-14 0'], ['reached 2040-03-14 0']]);
    await life.act('take-back-attempt', {});
    expect([counted('problematic-debts'), counted('attempt')]).toEqual([[], []]);
  });

  test('that were withdrawn are not counted, also when debt services were called in; those of an earlier file stay', async () => {
    await life.act('refer', {});
    await life.act('record-problematic-debts', { urgent: true });
    await life.act('withdraw-problematic-debts', {});
    expect([counted('problematic-debts'), counted('referral')]).toEqual([[], ['referral 2040-03-14 0']]);
    await life.act('record-problematic-debts', { urgent: false });
    expect(counted('problematic-debts')).toEqual(['not-urgent 2040-03-14 0']);
  });

  const others: Record<string, () => Promise<void>> = {
    'a referral': () => life.act('refer', {}),
    'a pause': async () => {
      await life.act('pause', {});
      await life.act('resume', {});
    },
    'a hand-over': () => life.act('offer-hand-over', { handOverId: FEEDBACK }),
    'an end of the talks': () => life.act('end-planning', { because: 'paid' }),
  };
  test.each(Object.keys(others))('stay, once somebody has gone on with %s', async (what) => {
    await others[what]?.();
    await life.act('correct-attempt', visit('2040-03-14', 'reached', 'morning'));
    expect(counted('problematic-debts')).toEqual(['not-urgent 2040-03-14 0']);
  });
});

test('a decision that was undone is not counted; the one that replaces it is', async () => {
  await matched(life);
  await life.act('no-go', { because: 'known', undoable: true }, 'desk');
  expect(counted('triage')).toEqual(['known 2040-03-05 0']);
  await life.act('undo-triage', {}, 'desk');
  expect(counted('triage')).toEqual([]);
  await life.act('go', {}, 'desk');
  expect(counted('triage')).toEqual(['go 2040-03-05 0']);
});

test('a candidate that never became a case leaves nothing to count', async () => {
  await life.signal({ signalId: 's1', creditorId: RENT });
  await life.match({ decisions: [{ signalId: 's1', creditorId: RENT, outcome: 'dropped', reason: 'no-match' }] });
  expect([(await life.state()).phase, counted('closed'), counted('result')]).toEqual(['closed', [], []]);
});
