/** What is left at the door or sent to it: a flyer without anything about anybody, and letters to who lives there. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { findMunicipality } from '../../db/queries/administration/places.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase, type CaseDetailRow } from '../../db/queries/cases/case-detail.ts';
import { appointmentsOf } from '../../db/queries/worklists/appointments.ts';
import { plannedOf } from '../../db/queries/worklists/planning.ts';
import { isVisit, type CaseState } from '../../domain/case/state.ts';
import { plannedDay } from '../../domain/planning/visits.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { anonymisedError } from '../retention/anonymised.ts';
import { openHomes } from '../worklists/open-homes.ts';

export interface Flyer {
  municipality: string;
  /** Null: nobody recorded it; it is filled in by hand. */
  phone: string | null;
}

/** `visit`: we are coming; `missed`: we were there and met nobody. */
export const letterKinds = ['visit', 'missed'] as const;

export interface ResidentLetter extends Flyer {
  about: (typeof letterKinds)[number];
  on: LocalDate;
  /** A name where one person lives there; a letter to several names nobody. */
  to: { name: string | null; street: string; place: string };
  /** When we come; null: not known yet. */
  comes: { date: LocalDate; time: string | null; place: 'door' | 'neighbourhood-team' | 'town-hall' } | null;
  /** The days on which nobody was home, of the visiting phase that runs. */
  missedOn: LocalDate[];
}

/** @throws AppError not-found */
export async function writeFlyer({ sql }: { sql: Sql }, actor: CallingActor, caseId: string): Promise<Flyer> {
  const row = await visible(sql, actor, caseId);
  await writeAudit(sql, actor, { action: 'print-flyer', outcome: 'done', caseId });
  return from(sql, row);
}

/** @throws AppError not-found, action-refused; conflict when the case was anonymised */
export async function writeToResidents({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, about }: { caseId: string; about: ResidentLetter['about'] }): Promise<ResidentLetter> {
  const row = await visible(sql, actor, caseId);
  const on = localDate(new Date().toISOString());
  const missedOn = missedDays(row.state);
  if (row.state?.phase !== 'visiting') throw new AppError('action-refused', 'Zo\'n brief hoort bij het bezoek; deze zaak is daar niet.', { extra: { reason: 'wrong-phase', phase: row.phase } });
  if (about === 'missed' && missedOn.length === 0) throw new AppError('action-refused', 'Er is nog niet voor niets aangebeld. Maak de brief die een bezoek aankondigt.', { extra: { reason: 'not-now', phase: row.phase } });
  const home = (await openHomes({ sql, keys }, [row]))(caseId);
  if (home.address === null) throw anonymisedError();
  const { postcode, houseNumber, addition, place } = home.address;
  const [only] = home.residents.length === 1 ? home.residents : [];
  await writeAudit(sql, actor, { action: 'print-letter', outcome: 'done', caseId, detail: { about } });
  return {
    ...(await from(sql, row)),
    about,
    on,
    to: { name: only === undefined ? null : `${only.initials} ${only.lastName}`.trim(), street: `${home.street ?? ''} ${houseNumber} ${addition}`.trim(), place: `${postcode} ${place}` },
    comes: await whenWeCome(sql, caseId, row.state, on),
    missedOn,
  };
}

async function visible(sql: Sql, actor: CallingActor, caseId: string): Promise<CaseDetailRow> {
  const row = await findCase(sql, actor, caseId);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  return row;
}

async function from(sql: Db, { municipality, municipalityCode }: CaseDetailRow): Promise<Flyer> {
  return { municipality, phone: (await findMunicipality(sql, municipalityCode))?.phone ?? null };
}

/** An appointment, or else the day that the visit is planned on. */
async function whenWeCome(sql: Db, caseId: string, state: CaseState, today: LocalDate): Promise<ResidentLetter['comes']> {
  const [made] = await appointmentsOf(sql, [caseId]);
  if (made !== undefined && made.date >= today) return { date: made.date, time: made.time, place: made.place };
  const [planned] = await plannedOf(sql, [caseId]);
  const day = plannedDay(planned ?? null, state);
  return day === null || day < today ? null : { date: day, time: null, place: 'door' };
}

function missedDays(state: CaseState | null): LocalDate[] {
  if (state === null) return [];
  return state.attempts.filter((attempt) => isVisit(attempt) && attempt.outcome === 'nobody-home' && attempt.cycle === state.cycle).map(({ date }) => date);
}
