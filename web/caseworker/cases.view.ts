/** Cases in a list, grouped by how near their last day is. */
import type { z } from 'zod';
import type { caseListItem } from '../../api/schemas/case.ts';
import { formatEuros } from '../../src/domain/money.ts';
import { addressLine } from '../components/address.ts';

type Listed = z.output<typeof caseListItem>;

const groups = [
  ['late', 'Te laat'],
  ['today', 'Vandaag'],
  ['soon', 'Binnenkort'],
  ['later', 'Later'],
] as const;

export interface CaseLine {
  id: string;
  number: string | null;
  where: string;
  /** What is due, and how near. */
  due: string | null;
  badge: string | null;
  state: string;
  arrears: string;
  crisis: boolean;
  unsafe: boolean;
}

export interface CasesView {
  mine: boolean;
  groups: { label: string; lines: CaseLine[] }[];
  /** The address of the rest; null on the last page. */
  next: string | null;
}

const lineOf = (one: Listed): CaseLine => ({
  ...{ id: one.id, number: one.number, crisis: one.crisis, unsafe: one.visitsStopped, badge: one.nextDueBadge, due: one.nextDueLabel },
  where: addressLine(one.street, one.address),
  state: [one.paused ? 'gepauzeerd' : one.nextDueLabel === null ? one.phaseLabel : null, one.appointment === null ? null : 'afspraak gemaakt', one.caseworker === null ? 'nog van niemand' : null].filter((part) => part !== null).join(' · '),
  arrears: `${formatEuros(one.totalCents)} · ${one.signalCount === 1 ? '1 signaal' : `${one.signalCount} signalen`}`,
});

export function casesOf({ items, nextCursor }: { items: readonly Listed[]; nextCursor: string | null }, mine: boolean): CasesView {
  const within = (group: string) => items.filter(({ nextDueGroup }) => (nextDueGroup ?? 'later') === group).map(lineOf);
  return {
    mine,
    groups: groups.map(([code, label]) => ({ label, lines: within(code) })).filter(({ lines }) => lines.length > 0),
    next: nextCursor === null ? null : `/zaken?${mine ? 'wie=ik&' : ''}vanaf=${encodeURIComponent(nextCursor)}`,
  };
}
