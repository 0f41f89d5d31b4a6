/** The steps of the engine's history in words: what came in or came due, and all that it brought about. */
import type { CaseRecord } from '../../domain/case/record.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { Actor } from '../../domain/case/commands.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { actions, rules, type Action } from '../../domain/case/lifecycle.ts';
import type { Beginning, EventGroup } from '../../history/steps.ts';
import { eventSentence, type Names } from './timeline.ts';

/** What a step left behind, by folding; and the state that each record found. */
export type Told = readonly { record: CaseRecord; before: CaseState | null }[];

export interface Happening {
  at: Instant;
  sentence: string;
  /** Of its row in the timeline; null for what the timeline does not tell. */
  timelineKey: string | null;
}

export interface HistoryStep {
  kind: Beginning['kind'];
  /** The action or message, or `start`, `timer`, `end`. */
  name: string;
  at: Instant;
  sentence: string;
  happenings: Happening[];
  /** Null for the start and the end of a run: nobody does those. */
  actor: Actor | null;
  /** What caused it, as in the timeline. */
  commandId: string | null;
  /** The engine's events that belong to the step. */
  eventIds: number[];
}

export function stepInWords({ began, at, eventIds }: EventGroup, told: Told, names: Names): HistoryStep {
  const happenings = told.flatMap((each) => happeningsOf(each, names));
  const asked = told.find(({ record }) => !isMoment(record)) ?? (began.kind === 'timer' ? told.at(-1) : undefined);
  const headline = asked === undefined ? undefined : happeningsOf(asked, names)[0];
  return {
    kind: began.kind,
    name: nameOf(began),
    at,
    sentence: headline?.sentence ?? plainly(began),
    happenings,
    actor: asked?.record.events[0]?.actor ?? actorOf(began),
    commandId: asked?.record.commandId ?? null,
    eventIds,
  };
}

const isMoment = ({ commandId }: CaseRecord): boolean => commandId.startsWith('moment-');

function happeningsOf({ record, before }: Told[number], names: Names): Happening[] {
  const { state, events } = record;
  const said = events.map((event, n) => ({ at: event.at, sentence: eventSentence(event, names, event.at), timelineKey: `${state.seq}.${n}` }));
  const held = isMoment(record) && state.held === null ? before?.held : null;
  if (held == null) return said;
  const sentence = `De tijd om het besluit "${held.decision}" ongedaan te maken is voorbij: het besluit geldt.`;
  return [{ at: held.until, sentence, timelineKey: null }, ...said].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function nameOf(began: Beginning): string {
  if (began.kind !== 'update') return began.kind;
  return actionOf(began.message) ?? began.name;
}

const actionOf = (message: Readonly<Record<string, unknown>>): Action | undefined => actions.find((known) => known === message['action']);

/** Known without folding: a message brings whoever sent it. */
function actorOf(began: Beginning): Actor | null {
  return began.kind === 'update' ? ((began.message['actor'] as Actor | undefined) ?? null) : null;
}

const starts = { new: 'De zaak is begonnen.', reopened: 'De zaak gaat opnieuw open, met alles wat al bekend was.', 'carried-on': 'De zaak gaat verder, met alles wat al bekend was.' };
const ends = { completed: 'De zaak is afgerond.', terminated: 'De zaak is in de motor afgebroken, buiten het proces om.', failed: 'De zaak is in de motor door een fout geëindigd.' };
const messages: Readonly<Record<string, string>> = {
  addSignal: 'Een signaal is binnengekomen.',
  applyMatch: 'De uitslag van de match is verwerkt; er was niets meer te beslissen.',
  replan: 'Een herplanning die al verwerkt was, kwam nog eens.',
};

/** Where nothing was brought about, or the history cannot be folded. */
function plainly(began: Beginning): string {
  switch (began.kind) {
    case 'start':
      return starts[began.as];
    case 'timer':
      return 'Een afgesproken moment is bereikt.';
    case 'end':
      return ends[began.status];
    case 'update': {
      const action = actionOf(began.message);
      return action === undefined ? (messages[began.name] ?? `Bericht "${began.name}".`) : `${rules[action].label}.`;
    }
  }
}
