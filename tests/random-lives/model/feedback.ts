/** What creditors hear of a life. */
import type { CommandOf } from '../../../src/domain/case/commands.ts';
import { concludes, ends, isReady, isVisit, meets, meetsAll, running, starts, waiting, type Cause, type Life, type ModelSignal } from './life.ts';

type Told = Pick<CommandOf<'send-feedback'>['data'], 'feedbackId' | 'creditorIds' | 'undoable'>;

export function feedback(life: Life, { feedbackId, creditorIds, undoable }: Told, cause: Cause): void {
  const told = waiting(life).filter((signal) => !isReady(life, signal) && (creditorIds?.includes(signal.creditor) ?? true));
  if (undoable !== true) return goesOut(life, feedbackId, told, cause);
  makesReady(life, { by: cause.by, id: feedbackId, signals: told, corrects: null });
}

export function correction(life: Life, { corrects, ...data }: Told & { corrects?: string | undefined }, cause: Cause): void {
  const wrong = corrects ?? life.lastFeedback;
  if (wrong === null) return;
  const had = have(life, wrong).filter(({ creditor }) => data.creditorIds?.includes(creditor) ?? true);
  if (data.undoable !== true) return putRight(life, data.feedbackId, wrong, had);
  makesReady(life, { by: cause.by, id: data.feedbackId, signals: had, corrects: wrong });
}

/** Those whose creditor has this feedback and waits for no other. */
export const have = (life: Life, id: string): ModelSignal[] => life.signals.filter((signal) => signal.state === 'in-case' && !signal.owed && !isReady(life, signal) && signal.told === id);

function makesReady(life: Life, { signals, ...what }: { by: string; id: string; signals: ModelSignal[]; corrects: string | null }): void {
  life.ready.push({ ...what, until: life.now + life.policy.undoMinutes * 60_000, signals: signals.map(({ id }) => id) });
  life.ready.sort((a, b) => a.until - b.until);
  inTime(life);
}

/** Who is told by what stands ready was told in time, whenever it goes out. */
function inTime(life: Life): void {
  const last = life.ready.filter(({ corrects }) => corrects === null).at(-1);
  if (last === undefined) return;
  const cause = { at: life.now, by: last.by };
  const left = waiting(life).filter((signal) => !isReady(life, signal)).map(({ creditor }) => creditor);
  const reached = life.signals.filter((signal) => isReady(life, signal)).map(({ creditor }) => creditor);
  for (const creditor of new Set(reached)) if (!left.includes(creditor)) meets(life, 'feedback', cause, undefined, creditor);
  if (left.length === 0) meetsAll(life, 'feedback', cause);
}

/** Nobody undid it. */
export function becomesDue(life: Life, cause: Cause): void {
  const first = life.ready.shift();
  const told = life.signals.filter(({ id, state }) => state === 'in-case' && first?.signals.includes(id));
  if (first === undefined || told.length === 0) return;
  if (first.corrects !== null) return putRight(life, first.id, first.corrects, told);
  life.fresh = false;
  goesOut(life, first.id, told, cause);
}

function putRight(life: Life, id: string, wrong: string, had: ModelSignal[]): void {
  for (const signal of had) signal.told = id;
  if (life.lastFeedback === wrong) life.lastFeedback = id;
}

function goesOut(life: Life, id: string, told: ModelSignal[], cause: Cause): void {
  for (const signal of told) Object.assign(signal, { owed: false, told: id });
  life.lastFeedback = id;
  for (const creditor of new Set(told.map((signal) => signal.creditor))) {
    if (!waiting(life).some((signal) => signal.creditor === creditor)) meets(life, 'feedback', cause, undefined, creditor);
    const isLate = told.some((signal) => signal.creditor === creditor && signal.late !== null);
    if (isLate && isRechecked(life) && running(life, 're-check', creditor) === undefined) starts(life, 're-check', cause, cause.at, creditor);
  }
  inTime(life);
  if (waiting(life).length === 0) allTold(life, cause);
}

/** Nobody waits for a feedback any more. */
export function allTold(life: Life, cause: Cause): void {
  meetsAll(life, 'feedback', cause);
  if (life.phase !== 'feedback') return concludes(life, cause);
  if (!isRechecked(life)) return ends(life, 'fed-back', cause);
  life.phase = 'monitoring';
  starts(life, 're-check', cause);
}

function isRechecked(life: Life): boolean {
  const gone = life.result === 'not-a-resident' || (life.result === 'not-taken-up-other' && !life.planned) || life.result === 'deceased';
  const wanted = { never: false, plan: life.planned, visited: life.planned || life.attempts.some(isVisit) }[life.policy.recheckAfter];
  return !gone && wanted;
}
