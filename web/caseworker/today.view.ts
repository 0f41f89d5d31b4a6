/** A day of visits, from what the API answers to what stands on each card. */
import type { z } from 'zod';
import type { visitDay } from '../../api/schemas/worklist.ts';
import { labelOf, partOfDayAt, partsOfDay } from '../../src/domain/codes.ts';
import { formatEuros } from '../../src/domain/money.ts';
import { placeLabels } from '../../src/wording/labels/labels.ts';
import { addressLine } from '../components/address.ts';

type Day = z.output<typeof visitDay>;
type Stop = Day['stops'][number];

export interface Card {
  id: string;
  seq: number;
  where: string;
  /** 'Afspraak om 14:30, aan de deur'; null for a visit without one. */
  appointment: string | null;
  badge: string | null;
  /** 'Tweede bezoek van 3'. */
  visit: string;
  tried: string | null;
  /** It was not safe there. */
  warning: string | null;
  crisis: boolean;
  arrears: string;
  people: { name: string; phone: string | null; good: string | null }[];
  /** The kind of attempt that its buttons record; null when nothing may be recorded. */
  records: 'visit' | 'appointment' | null;
  taken: string | null;
}

const partLabel = (part: (typeof partsOfDay)[number]['code']): string => labelOf(partsOfDay, part).toLowerCase();
const ordinals = ['', 'Eerste', 'Tweede', 'Derde', 'Vierde', 'Vijfde'];

export function cardOf(stop: Stop, accountId: string): Card {
  const { appointment, address, street, visitNumber, maxVisits, triedPartsOfDay, safety, residents, signals, totalCents } = stop;
  const atDoor = appointment === null || appointment.place === 'door';
  return {
    ...{ id: stop.id, seq: stop.seq, crisis: stop.crisis, badge: stop.nextDueBadge, warning: safety.warning },
    where: addressLine(street, address),
    appointment: appointment === null ? null : `Afspraak ${appointment.time === null ? `in de ${partLabel(appointment.partOfDay)}` : `om ${appointment.time}`}, ${placeLabels[appointment.place]}`,
    visit: `${ordinals[visitNumber] ?? `${visitNumber}e`} bezoek van ${maxVisits}`,
    tried: triedPartsOfDay.length === 0 ? null : `Eerder geprobeerd: ${triedPartsOfDay.map(partLabel).join(', ')}`,
    arrears: `${formatEuros(totalCents)} bij ${[...new Set(signals.map(({ creditor }) => creditor))].join(' en ')}`,
    people: residents.map(({ initials, lastName, phone, goodPartsOfDay }) => ({ name: `${initials} ${lastName}`.trim(), phone, good: goodPartsOfDay.length === 0 ? null : `liefst ${goodPartsOfDay.map(partLabel).join(' of ')}` })),
    records: stop.actions.some(({ action }) => action === 'record-attempt') ? (atDoor ? 'visit' : 'appointment') : null,
    taken: stop.caseworkerId === null ? 'Nog van niemand' : stop.caseworkerId === accountId ? null : stop.caseworker,
  };
}

export interface TodayView {
  date: string;
  cards: Card[];
  visited: number;
  more: boolean;
  /** What is recorded now happens in this part of the day. */
  partOfDay: string;
}

/** @param time local, HH:MM */
export const todayOf = ({ date, stops, visited, more }: Day, accountId: string, time: string): TodayView => ({ date, cards: stops.map((stop) => cardOf(stop, accountId)), visited, more, partOfDay: partOfDayAt(time) });
