/** The region the demo and the tests run in: its municipalities, teams, creditors, demo accounts and policy. */
import type { Sql } from '../../db/connect.ts';
import { insertRegion } from '../../db/queries/identity/region.ts';
import type { CreditorKind } from '../../domain/codes.ts';
import { twentePolicy } from '../../domain/planning/policy.ts';

interface Place {
  gemeentecode: string;
  gemeente: string;
  place: string;
  postcodes: string;
}

const regionId = 'twente';
const AGREEMENTS_FROM = '2020-01-01';

export const demoCreditors: { id: string; name: string; kind: CreditorKind }[] = [
  { id: 'woongoed-twente', name: 'Woongoed Twente', kind: 'rent' },
  { id: 'domeinwonen', name: 'DomeinWonen', kind: 'rent' },
  { id: 'oost-energie', name: 'Oost Energie', kind: 'energy' },
  { id: 'zorgzeker', name: 'ZorgZeker', kind: 'health' },
  { id: 'watermaatschappij-oost', name: 'Watermaatschappij Oost', kind: 'water' },
];

const slug = (name: string) => name.toLowerCase().replaceAll(' ', '-');

/** Adds what is missing; existing rows stay as they are. */
export async function seedTwente(sql: Sql, places: readonly Place[]): Promise<void> {
  const municipalities = places.map((p) => ({ code: p.gemeentecode, regionId, name: p.gemeente }));
  const postcodes = places.map((p) => {
    const [first, last] = p.postcodes.split('-').map(Number);
    return { municipalityCode: p.gemeentecode, place: p.place, first: first ?? 0, last: last ?? 0 };
  });
  const teams = places.map((p) => ({ id: `team-${slug(p.gemeente)}`, municipalityCode: p.gemeentecode, name: `Team ${p.gemeente}`, email: `team-${slug(p.gemeente)}@voorbeeld.test` }));
  const creditors = demoCreditors.map((c) => ({ ...c, email: `achterstanden@${c.id}.test` }));
  const pairs = teams.flatMap((team) => creditors.map((creditor) => ({ teamId: team.id, creditorId: creditor.id })));
  await insertRegion(sql, {
    region: { id: regionId, name: 'Twente' },
    municipalities,
    postcodes,
    teams,
    creditors,
    agreements: creditors.map(({ id }) => ({ creditorId: id, validFrom: AGREEMENTS_FROM })),
    pairs,
    accounts: demoAccounts(places),
    policy: { validFrom: AGREEMENTS_FROM, policy: twentePolicy },
  });
}

/** The accounts of the demo, one of each role and place. */
export function demoAccounts(places: readonly Place[]) {
  const account = (id: string, name: string, role: string, scope: { municipalityCode?: string; teamId?: string; creditorId?: string } = {}) => ({
    id,
    name,
    email: `${id}@voorbeeld.test`,
    role,
    municipalityCode: scope.municipalityCode ?? null,
    teamId: scope.teamId ?? null,
    creditorId: scope.creditorId ?? null,
  });
  return [
    account('meldpunt', 'Demo Meldpunt', 'desk'),
    account('projectleider', 'Demo Projectleider', 'project-leader'),
    account('stuurgroep', 'Demo Stuurgroep', 'steering-group'),
    account('privacy', 'Demo Privacyfunctionaris', 'privacy-officer'),
    account('beheer', 'Demo Beheerder', 'administrator'),
    ...places.map((p) =>
      account(`medewerker-${slug(p.gemeente)}`, `Demo Medewerker ${p.gemeente}`, 'caseworker', { municipalityCode: p.gemeentecode, teamId: `team-${slug(p.gemeente)}` }),
    ),
    ...demoCreditors.map((c) => account(`schuldeiser-${c.id}`, `Demo ${c.name}`, 'creditor', { creditorId: c.id })),
  ];
}
