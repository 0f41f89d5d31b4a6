/** Why a deadline falls on its day, in Dutch: a sentence for each step, and one for the whole. */
import { localDate } from '../../domain/time/dates.ts';
import type { Because } from '../../domain/deadlines/deadline.ts';
import type { Derivation, DerivationStep } from '../../domain/deadlines/derivation.ts';
import { countsBack, type DeadlineKind } from '../../domain/planning/policy.ts';
import type { Term } from '../../domain/time/terms.ts';
import { dateInWords } from './dates.ts';
import { dayInWords, leftInWords, skippedInWords, termInWords } from './terms.ts';

/** What starts a deadline of each kind, unless its event says otherwise. */
const startOfKind: Record<DeadlineKind, string> = {
  'match-result': 'de sluiting van de ronde',
  triage: 'de vaststelling van de match',
  'first-visit': 'de sluiting van de ronde',
  'next-visit': 'het vorige bezoek',
  plan: 'het gesprek met de inwoner',
  referral: 'het vaststellen van problematische schulden',
  'first-talk': 'de aanmelding bij schuldhulpverlening',
  'first-talk-urgent': 'de aanmelding bij schuldhulpverlening',
  'hand-over': 'het aanbieden van de overdracht',
  feedback: 'de sluiting van de ronde',
  're-check': 'de terugkoppeling',
  're-check-answer': 'de vraag aan de schuldeiser',
  're-check-reminder': 'de herinnering',
  're-check-decision': 'het laatste antwoord, of het uitblijven daarvan',
  revisit: 'het antwoord op de heropaf',
  'before-end-of-supply': 'de ontvangst van het signaal',
  'before-eviction': 'de ontvangst van het signaal',
  'avg-request': 'de ontvangst van het verzoek',
  complaint: 'de ontvangst van de klacht',
};

/** Events that start a deadline of more than one kind, by their type in the timeline. */
const startOfEvent: Readonly<Record<string, string>> = {
  'signal-received': 'de ontvangst van het signaal',
  callback: 'het terugbellen van de inwoner',
  'visits-resumed': 'het besluit om de bezoeken voort te zetten',
  'problematic-debts': 'het vaststellen van problematische schulden',
  're-check-answered': 'het antwoord op de heropaf',
  're-check-decided': 'het besluit over de heropaf',
  revisit: 'het besluit om opnieuw te bezoeken',
  reopened: 'het heropenen van de zaak',
};

/** 'de sluiting van de ronde'; `eventType` is that of the timeline, null where there is none. */
export function startInWords(kind: DeadlineKind, eventType: string | null): string {
  return (eventType === null ? undefined : startOfEvent[eventType]) ?? startOfKind[kind];
}

interface Named {
  kind: DeadlineKind;
  term: Term;
  start: string;
}

/** 'Uiterlijk maandag 16 april 2040: 28 werkdagen na de sluiting van de ronde op 5 maart 2040, waarbij … niet meetellen.' */
export function derivationSentence({ steps, dueOn, remaining }: Derivation, named: Named): string {
  const clauses = steps.flatMap((step) => clauseOf(step, named) ?? []);
  return `${opening(named, dayInWords(dueOn), remaining)}: ${clauses.join('; ')}.`;
}

function opening({ kind, term }: Named, day: string, remaining: number | null): string {
  if (remaining !== null) return `Staat stil met nog ${leftInWords(remaining, term)} over, was uiterlijk ${day}`;
  return kind === 're-check' ? `Op ${day}` : `Uiterlijk ${day}`;
}

/** A step as part of the sentence; how it started stands in the counting, and the end in the opening. */
function clauseOf(step: DerivationStep, { kind, term, start }: Named): string | null {
  switch (step.kind) {
    case 'started':
    case 'due':
      return null;
    case 'counted':
      return `${step.term.amount === 0 ? 'op de dag van' : `${termInWords(step.term)} na`} ${start} op ${dateInWords(step.from)}${notCounted(step)}`;
    case 'counted-back': {
      const day = `${endInWords(kind)} op ${dateInWords(step.before)}`;
      if (step.isPassed) return `${step.dueOn === step.before ? 'de dag zelf' : `de eerste werkdag na ${start} op ${dateInWords(step.from)}`}, want ${termInWords(step.term)} vóór ${day} was toen al voorbij`;
      return `${step.term.amount === 0 ? 'op de laatste werkdag tot en met' : `${termInWords(step.term)} vóór`} ${day}${notCounted(step)}`;
    }
    case 'paused':
      return `gepauzeerd op ${on(step.at)} met nog ${leftInWords(step.remaining, term)} over`;
    case 'resumed':
      return `hervat op ${on(step.at)} en daarmee ${dateInWords(step.dueOn)}${notCounted(step)}`;
    case 'extended':
      return `op ${on(step.at)} verlengd tot en met ${dateInWords(step.dueOn)}`;
    case 're-planned':
      return `op ${on(step.at)} herpland naar ${dateInWords(step.dueOn)}${step.because === null ? '' : `, ${becauseInWords(step.because)}`}`;
  }
}

/** A step as a sentence of its own. */
export function stepSentence(step: DerivationStep, named: Named): string {
  switch (step.kind) {
    case 'started':
      return capital(`${named.start} op ${on(step.at)}; ${countsBack(named.kind) ? 'de termijn wordt teruggeteld' : 'de termijn begint de dag erna'}.`);
    case 'due': {
      const until = step.remaining === null ? `Uiterlijk ${dayInWords(step.dueOn)}, tot het einde van die dag` : `Na het hervatten is er nog ${leftInWords(step.remaining, named.term)}`;
      return `${until}${step.warnsAt === null || step.remaining !== null ? '' : `; de waarschuwing is op ${on(step.warnsAt)}`}.`;
    }
    case 'counted':
      return capital(`${termInWords(step.term)} later: ${dayInWords(step.dueOn)}${notCounted(step)}.`);
    case 'counted-back':
    case 'paused':
    case 'resumed':
    case 'extended':
    case 're-planned':
      return capital(`${clauseOf(step, named) ?? ''}.`);
  }
}

/** That it was late stays on record, whatever is changed afterwards. */
export function breachSentence(at: string, moot: boolean): string {
  // The instant is the first one after the due day.
  const late = `Te laat sinds ${on(at)}`;
  return moot ? `${late}; door een latere wijziging van de kalender of het beleid telt dat achteraf niet als te laat.` : `${late}.`;
}

/** 'omdat 10 april 2040 (Sluitingsdag) een gesloten dag werd' */
export function becauseInWords(reason: Because): string {
  switch (reason.because) {
    case 'closed-day-added':
      return `omdat ${dateInWords(reason.date)} (${reason.name}) een gesloten dag werd`;
    case 'closed-day-withdrawn':
      return `omdat ${dateInWords(reason.date)} (${reason.name}) geen gesloten dag meer is`;
    case 'policy':
      return `door beleidsversie ${reason.version}`;
  }
}

/** What happens on the day that a term counts back from. */
const endInWords = (kind: DeadlineKind): string => (kind === 'before-eviction' ? 'de ontruiming' : 'het einde van de levering');

function notCounted(step: Extract<DerivationStep, { kind: 'counted' | 'counted-back' | 'resumed' }>): string {
  const words = skippedInWords(step.skipped);
  if (words === null) return '';
  if (step.kind === 'counted' && step.term.unit !== 'workingDays') return `, doorgeschoven voorbij ${words} naar de eerstvolgende werkdag`;
  return `, waarbij ${words} niet ${step.skipped.length === 1 ? 'meetelt' : 'meetellen'}`;
}

const on = (at: string): string => dateInWords(localDate(at));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
