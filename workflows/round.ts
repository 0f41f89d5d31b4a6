/**
 * A round: it takes signals until its cut-off, is matched, waits for somebody to confirm the match list, and then tells
 * every case. Cases and signals stay in Postgres; the workflow holds only the round's state and its term.
 */
import { allHandlersFinished, ApplicationFailure, condition, proxyActivities, proxyLocalActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { systemActor } from '../src/domain/case/commands.ts';
import type { Instant } from '../src/domain/time/dates.ts';
import { meet, reopen, type Deadline } from '../src/domain/deadlines/deadline.ts';
import { meetMoment, replanLone, type DeadlineMail } from '../src/domain/deadlines/lone.ts';
import { matchResultOwner, startMatchResult } from '../src/domain/rounds/round-deadline.ts';
import type { RoundInput, RoundReplanIn, RoundRules, RoundState, RoundStatus } from '../src/domain/rounds/round.ts';
import { closeRound, confirmMatch, refused, rematch, replanRound, roundStatus } from './contract.ts';
import { watchDeadline } from './watch-deadline.ts';

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;
const { storeRoundClosing, startApplying, storeRoundDeadline } = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s', localRetryThreshold: '10s', retry });
const { makeMatchList, concludeRound } = proxyActivities<Activities>({ startToCloseTimeout: '5 minutes', heartbeatTimeout: '10s', retry });
const { applyMatchList } = proxyActivities<Activities>({ startToCloseTimeout: '30 minutes', heartbeatTimeout: '10s', retry });

/** How many cases one activity tells: large enough for few events in the history, small enough to show progress. */
const BATCH = 250;

interface Round extends RoundStatus {
  state: RoundState;
  /** Somebody closed the round by hand. */
  closing: boolean;
  /** There is no list yet, or a signal or objection came after it was made. */
  outdated: boolean;
  confirmation: { by: string; at: Instant } | null;
  /** The term of the match result; undefined until the round is closed. */
  term: Term | null;
}

type Term = ReturnType<typeof keepTerm>;
type Confirmation = { listVersion: number; actorId: string };

export async function roundWorkflow(input: RoundInput): Promise<RoundStatus> {
  const { roundId } = input;
  const round: Round = { state: 'open', listVersion: 0, closing: false, outdated: true, confirmation: null, term: null };
  takeMessages(round);

  await untilClosed(round, input);
  const closedAt = now();
  enter(round, 'matching');
  const rules = await storeRoundClosing({ roundId, closedAt });
  const term = (round.term = keepTerm(round, roundId, startMatchResult(roundId, closedAt, rules), rules));
  const confirmed = await untilConfirmed(round, roundId, rules, term.deadline);
  enter(round, 'applying');
  term.store();
  while ((await applyMatchList({ roundId, limit: BATCH, at: confirmed.at })).left > 0);
  await concludeRound({ roundId, at: now() });
  enter(round, 'confirmed');
  await term.stored();
  await condition(allHandlersFinished);
  return statusOf(round);
}

function takeMessages(round: Round): void {
  const mustBeOpen: (message: { actorId: string }) => void = () => mustBe(round, round.state === 'open' && !round.closing);
  const mustAwaitConfirmation: (message: RoundReplanIn) => void = () => mustBe(round, round.state === 'matching' || round.state === 'proposed');
  setHandler(roundStatus, () => statusOf(round));
  setHandler(
    closeRound,
    async () => {
      round.closing = true;
      await condition(() => round.listVersion > 0);
      return statusOf(round);
    },
    { validator: mustBeOpen },
  );
  // Has no effect once the list is fixed; `startApplying` sees what was stored while it was being fixed.
  setHandler(rematch, () => {
    round.outdated = true;
  });
  // Older histories do not contain this message, so patched() is not needed: a handler by itself leaves no event.
  setHandler(replanRound, (message) => replanTerm(round, message), { validator: mustAwaitConfirmation });
  setHandler(confirmMatch, (message) => confirm(round, message), { validator: (message: Confirmation) => mustBeThisList(round, message) });
}

/**
 * A list is in Postgres a moment before the workflow hears that it has been made; a confirmation at that moment waits. A list
 * can also turn out to be outdated, because a signal was stored while it was being confirmed.
 */
async function confirm(round: Round, message: Confirmation): Promise<RoundStatus> {
  // In older histories a confirmation was refused while a list was being made, so none contains this wait.
  if (isBeingMade(round, message)) {
    await condition(() => round.state !== 'matching');
    mustBeThisList(round, message);
  }
  const mine = (round.confirmation = { by: message.actorId, at: now() });
  await condition(() => round.state === 'confirmed' || round.confirmation !== mine);
  if (round.confirmation !== mine) throw refusal(refused.listChanged, round);
  return statusOf(round);
}

/** The message may come while the closing is being stored, before there is a term. */
async function replanTerm(round: Round, message: RoundReplanIn): Promise<RoundStatus> {
  await condition(() => round.term !== null);
  round.term?.replan(message);
  await round.term?.stored();
  return statusOf(round);
}

async function untilClosed(round: Round, { cutOff, byHand }: RoundInput): Promise<void> {
  setCurrentDetails(byHand ? 'Open, tot het meldpunt sluit.' : `Open tot ${cutOff}.`);
  const closed = () => round.closing;
  if (byHand) await condition(closed);
  else await condition(closed, Math.max(1, Date.parse(cutOff) - Date.now()));
}

/** Makes the list, and makes it again when something came in, until a complete list is confirmed. */
async function untilConfirmed(round: Round, roundId: string, { confirmation }: RoundRules, deadline: Deadline): Promise<{ at: Instant }> {
  for (;;) {
    if (round.outdated) await propose(round, roundId);
    if (confirmation === 'automatic') round.confirmation ??= { by: systemActor.id, at: now() };
    await condition(() => round.confirmation !== null || round.outdated);
    if (round.confirmation === null) continue;
    const { by, at } = round.confirmation;
    meet(deadline, at, 'match-confirmed');
    if (await startApplying({ roundId, listVersion: round.listVersion, by, at })) return { at };
    reopen(deadline);
    round.confirmation = null;
    round.outdated = true;
  }
}

async function propose(round: Round, roundId: string): Promise<void> {
  enter(round, 'matching');
  while (round.outdated) {
    round.outdated = false;
    await makeMatchList({ roundId, listVersion: round.listVersion + 1, at: now() });
    round.listVersion += 1;
  }
  enter(round, 'proposed');
}

/** Watches the round's deadline beside the other work, so that it warns and is breached at its own instants. */
function keepTerm(round: Round, roundId: string, deadline: Deadline, { matchResult }: RoundRules) {
  let rule = matchResult;
  let seq = 0;
  let stored = Promise.resolve();
  const store = (mails: DeadlineMail[] = []) => {
    seq += 1;
    const record = { roundId, deadline: { ...deadline }, seq, mails, at: now() };
    stored = stored.then(() => storeRoundDeadline(record));
  };
  const replan = (message: RoundReplanIn) => {
    rule = message.matchResult ?? rule;
    store(replanLone(deadline, { ...message, rule, at: now() }, matchResultOwner));
  };
  store();
  void watchDeadline({ deadline, isOver: () => round.state === 'confirmed', happen: (moment) => store(meetMoment(moment, matchResultOwner)) });
  return { deadline, store, replan, stored: () => stored };
}

function enter(round: Round, state: RoundState): void {
  round.state = state;
  setCurrentDetails(`${details[state]}${round.listVersion > 0 ? ` Matchlijst ${round.listVersion}.` : ''}`);
}

const details: Record<RoundState, string> = {
  open: 'Open.',
  matching: 'De matchlijst wordt gemaakt.',
  proposed: 'Wacht tot iemand de matchlijst vaststelt.',
  applying: 'De matchlijst wordt doorgevoerd.',
  confirmed: 'Vastgesteld.',
};

function mustBe(round: Round, possible: boolean): void {
  if (!possible) throw refusal(refused.round, round);
}

const isBeingMade = ({ state, listVersion }: Round, asked: Confirmation) => state === 'matching' && asked.listVersion === listVersion + 1;

function mustBeThisList(round: Round, asked: Confirmation): void {
  if (isBeingMade(round, asked)) return;
  mustBe(round, round.state === 'proposed' && round.confirmation === null);
  if (round.outdated || asked.listVersion !== round.listVersion) throw refusal(refused.listChanged, round);
}

function refusal(type: string, round: Round): ApplicationFailure {
  return ApplicationFailure.create({ message: 'The round does not take this now.', type, nonRetryable: true, details: [statusOf(round)] });
}

const statusOf = ({ state, listVersion }: Round): RoundStatus => ({ state, listVersion });

function now(): Instant {
  return new Date().toISOString();
}
