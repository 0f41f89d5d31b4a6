/** The same visit recorded twice, by two people of a team or by one request sent twice, is one attempt; somebody who really made another says so. */
import { DateTime } from 'luxon';
import type { Command } from '../commands.ts';
import type { Refusal } from '../lifecycle.ts';
import { hasRules } from '../rules.ts';
import type { CaseState } from '../state.ts';
import { localDate, ZONE, type Instant } from '../../time/dates.ts';

export function sameAttempt(state: CaseState, command: Command, at: Instant): Refusal | null {
  if (command.action !== 'record-attempt' || command.data.another === true || !hasRules(state, 1)) return null;
  const { kind, date, partOfDay } = command.data;
  const same = state.attempts.find((attempt) => attempt.kind === kind && attempt.date === date && attempt.partOfDay === partOfDay);
  if (same === undefined) return null;
  const { recordedAt, by } = same;
  const reason = `Al vastgelegd ${momentOf(recordedAt, at)}${by === undefined ? '' : ' door {by}'}, was dit een andere poging?`;
  return { code: 'twice', reason, confirmWith: { another: true }, ...(by === undefined ? {} : { by }) };
}

/** 'om 10:12', with the day when it was another. */
function momentOf(recordedAt: Instant, now: Instant): string {
  const local = DateTime.fromISO(recordedAt, { zone: ZONE, locale: 'nl' });
  const time = local.toFormat("'om' HH:mm");
  return localDate(recordedAt) === localDate(now) ? time : `op ${local.toFormat('d LLLL')} ${time}`;
}
