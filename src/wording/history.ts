/** The engine's own history as steps of the process: what came in, what happened by itself, how it ended. */
import { replanId } from '../domain/case/replan.ts';
import type { Because } from '../domain/deadline.ts';
import { actions, rules, type Action } from '../domain/lifecycle.ts';
import { becauseInWords } from './derivation.ts';

/** An event of a history, reduced to what its step needs. */
export type HistoryEvent =
  | { id: number; at: string; kind: 'started' | 'timer-fired' | 'ended' }
  | { id: number; at: string; kind: 'other' }
  | { id: number; at: string; kind: 'update'; name: string; message: Record<string, unknown> };

export interface HistoryStep {
  kind: 'start' | 'update' | 'timer' | 'end';
  name: string;
  at: string;
  sentence: string;
  /** Ids of the account and command, of a step that somebody asked for. */
  actorId: string | null;
  commandId: string | null;
  /** The engine's events that belong to the step. */
  eventIds: number[];
}

/** Groups events by the business step that they belong to: each event that begins nothing belongs to the step before. */
export function stepsOf(events: readonly HistoryEvent[]): HistoryStep[] {
  const steps: HistoryStep[] = [];
  for (const event of events) {
    if (event.kind === 'other') steps.at(-1)?.eventIds.push(event.id);
    else steps.push(stepOf(event));
  }
  return steps;
}

function stepOf(event: Exclude<HistoryEvent, { kind: 'other' }>): HistoryStep {
  const base = { at: event.at, actorId: null, commandId: null, eventIds: [event.id] };
  switch (event.kind) {
    case 'started':
      return { ...base, kind: 'start', name: 'start', sentence: 'De zaak is begonnen.' };
    case 'timer-fired':
      return { ...base, kind: 'timer', name: 'timer', sentence: 'Een afgesproken moment is bereikt.' };
    case 'ended':
      return { ...base, kind: 'end', name: 'end', sentence: 'De zaak is afgerond.' };
    case 'update':
      return { ...base, kind: 'update', ...updateOf(event.name, event.message) };
  }
}

function updateOf(name: string, message: Record<string, unknown>) {
  if (name === 'addSignal') return { name, sentence: 'Een signaal is binnengekomen.' };
  if (name === 'applyMatch') return { name, sentence: 'De uitslag van de match is verwerkt.' };
  if (name === 'replan') return replanOf(name, message);
  const action = actions.find((known): known is Action => known === message['action']);
  const actor = message['actor'] as { id?: string } | undefined;
  const asked = { actorId: actor?.id ?? null, commandId: typeof message['id'] === 'string' ? message['id'] : null };
  return action === undefined ? { name, sentence: `Bericht "${name}".`, ...asked } : { name: action, sentence: `${rules[action].label}.`, ...asked };
}

function replanOf(name: string, { because, changeId, actor }: Record<string, unknown>) {
  const asked = { actorId: (actor as { id?: string } | undefined)?.id ?? null, commandId: typeof changeId === 'string' ? replanId(changeId) : null };
  return { name, sentence: `De termijnen zijn herpland, ${becauseInWords(because as Because)}.`, ...asked };
}
