/** Where each role goes first, and what it finds at the top of every page. */
import type { Role } from '../../src/domain/case/lifecycle.ts';

export interface Place {
  href: string;
  label: string;
}

const search: Place = { href: '/zoeken', label: 'Zoeken' };

/** The first is the role's home. */
const places: Readonly<Partial<Record<Role, readonly Place[]>>> = {
  caseworker: [{ href: '/vandaag', label: 'Vandaag' }, { href: '/zaken?wie=ik', label: 'Mijn zaken' }, search],
  desk: [{ href: '/zaken', label: 'Zaken' }, search],
  'project-leader': [{ href: '/zaken', label: 'Zaken' }, search],
  'privacy-officer': [search],
};

export const placesOf = (role: Role): readonly Place[] => places[role] ?? [];
export const homeOf = (role: Role): string => placesOf(role)[0]?.href ?? '/account';
