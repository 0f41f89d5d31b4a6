import { localDate } from '../../src/domain/time/dates.ts';
import { addressLine, type Address } from '../components/address.ts';

export const searchFields = ['lastName', 'birthDate', 'postcode', 'houseNumber', 'addition', 'reference'] as const;

export interface Found {
  cases: { id: string; number: string | null; who: string; where: string; phase: string; openedOn: string }[];
  more: boolean;
}

interface Answer {
  items: { id: string; number: string | null; phaseLabel: string; openedAt: string; address: Address | null; persons: { lastName: string; initials: string }[] }[];
  more: boolean;
}

export const foundOf = ({ items, more }: Answer): Found => ({
  cases: items.map(({ id, number, phaseLabel, openedAt, address, persons }) => ({
    ...{ id, number, phase: phaseLabel, openedOn: localDate(openedAt), where: addressLine(null, address) },
    who: [...new Set(persons.map(({ initials, lastName }) => `${initials} ${lastName}`.trim()))].join(', '),
  })),
  more,
});
