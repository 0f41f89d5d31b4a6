import { localDate } from '../../src/domain/time/dates.ts';
import { dayInWords } from '../../src/wording/sentences/terms.ts';

export type ForecastView = { day: string; happenings: string[]; told: string[]; phase: string }[];

interface Moment {
  at: string;
  happenings: readonly { sentence: string }[];
  told: readonly { who: string }[];
  phaseLabel: string;
}

export const forecastOf = ({ moments }: { moments: readonly Moment[] }): ForecastView =>
  moments.map(({ at, happenings, told, phaseLabel }) => ({ day: dayInWords(localDate(at)), happenings: happenings.map(({ sentence }) => sentence), told: [...new Set(told.map(({ who }) => who))], phase: phaseLabel }));
