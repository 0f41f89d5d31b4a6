/** One case, from the API's answer to what its page says: what comes next, what is owed, what was tried. */
import type { z } from 'zod';
import type { caseDetail } from '../../api/schemas/case.ts';
import type { Action } from '../../src/domain/case/lifecycle.ts';
import { contactKinds, labelOf, partsOfDay } from '../../src/domain/codes.ts';
import { formatEuros } from '../../src/domain/money.ts';
import { outcomeLabels, placeLabels } from '../../src/wording/labels/labels.ts';
import { dateInWords, monthInWords } from '../../src/wording/sentences/dates.ts';
import { safetyInWords } from '../../src/wording/sentences/safety.ts';
import { addressLine } from '../components/address.ts';
import { hasForm } from './action.view.ts';

export type CaseDetail = z.output<typeof caseDetail>;

export interface Step {
  href: string;
  label: string;
}

/** Actions with a page of their own; the others share one form. */
const pageOf = (id: string, action: Action): string => (action === 'record-attempt' ? `/zaken/${id}/bezoek` : action === 'plan-appointment' ? `/zaken/${id}/afspraak` : `/zaken/${id}/actie/${action}`);

/** What usually comes next, the most usual first. */
const usual: readonly Action[] = ['undo-triage', 'go', 'no-go', 'refer', 'record-attempt', 'plan-appointment', 'record-first-talk', 'confirm-hand-over', 'resume', 'decide-re-check', 'answer-re-check', 'record-callback', 'take-on'];
const MOST_NEXT = 3;

export interface CaseView {
  id: string;
  where: string;
  number: string | null;
  phase: string;
  warning: string | null;
  crisis: boolean;
  due: { label: string; badge: string | null; on: string }[];
  next: Step[];
  others: Step[];
  appointment: string | null;
  arrears: [creditor: string, kind: string, amount: string, since: string][];
  total: string;
  attempts: { when: string; what: string; id: string }[];
  visits: string | null;
  facts: [string, string][];
  people: { name: string; birthDate: string | null; phone: string | null; email: string | null }[];
}

export function caseOf(one: CaseDetail): CaseView {
  const steps = one.actions.filter(({ action, mine }) => mine && hasForm(action)).map(({ action, label }) => ({ action, href: pageOf(one.id, action), label }));
  const next = usual.flatMap((action) => steps.filter((step) => step.action === action)).slice(0, MOST_NEXT);
  const unsafe = one.attempts.filter(({ outcome }) => outcome === 'unsafe').at(-1)?.date ?? null;
  const street = one.persons.find((person) => person.street !== '')?.street ?? null;
  return {
    ...{ id: one.id, number: one.number, crisis: one.crisis },
    where: addressLine(street, one.address),
    phase: one.paused ? `${one.phaseLabel}, gepauzeerd` : one.resultLabel === null ? one.phaseLabel : `${one.phaseLabel}: ${one.resultLabel}`,
    warning: safetyInWords(one.visitsStopped, unsafe),
    due: one.deadlines.filter(({ endedAt }) => endedAt === null).sort((a, b) => a.dueOn.localeCompare(b.dueOn)).map(({ label, badge, dueOn }) => ({ label, badge, on: dateInWords(dueOn) })),
    next,
    others: steps.filter((step) => !next.includes(step)),
    appointment: appointmentOf(one.appointment),
    arrears: one.signals.map(({ creditor, signalKindLabel, amountCents, arrearsSince, kind }) => [creditor, signalKindLabel === '' ? kind : signalKindLabel, formatEuros(amountCents), dateInWords(arrearsSince)]),
    total: formatEuros(one.totalCents),
    attempts: [...one.attempts].reverse().map(({ id, date, partOfDay, kind, outcome }) => ({ id, when: `${dateInWords(date)}${partOfDay === undefined ? '' : `, ${labelOf(partsOfDay, partOfDay).toLowerCase()}`}`, what: `${labelOf(contactKinds, kind)}: ${outcomeLabels[outcome]}` })),
    visits: one.maxVisits === null ? null : `${one.visits} van ${one.maxVisits} bezoeken gedaan`,
    facts: [
      ['Team', one.team ?? 'nog geen'],
      ['Medewerker', one.caseworker ?? 'nog niemand'],
      ['Gemeente', one.municipality],
      ['Ronde', monthInWords(one.roundId.slice(-'2026-01'.length))],
      ...(one.problematicDebts ? [['Schulden', one.urgent ? 'problematisch, met spoed' : 'problematisch'] as [string, string]] : []),
      ...one.handOvers.map(({ service, confirmedAt }): [string, string] => ['Overdracht', `${service}, ${confirmedAt === null ? 'nog niet bevestigd' : 'bevestigd'}`]),
    ],
    people: one.persons.map(({ initials, lastName, birthDate, phone, email }) => ({ name: `${initials} ${lastName}`.trim(), birthDate: birthDate === null ? null : dateInWords(birthDate), phone, email })),
  };
}

function appointmentOf(appointment: CaseDetail['appointment']): string | null {
  if (appointment === null) return null;
  const { date, time, place } = appointment;
  return `${dateInWords(date)}${time === undefined ? '' : ` om ${time}`}, ${placeLabels[place as keyof typeof placeLabels]}`;
}
