/** How much speaks for a column of a file being a field: its heading, and what stands under it. */
import { uncertainHouseNumbers, type ColumnReader } from '../columns.ts';
import { fold, synonyms } from '../headings.ts';
import { columnNames, type ColumnName } from '../mapping.ts';
import { fits, type Profile } from './contents.ts';

/** What speaks for it; `contents-differ` speaks against. */
export const signCodes = ['agreed', 'heading', 'heading-alike', 'contents', 'contents-differ', 'empty'] as const;
export type SignCode = (typeof signCodes)[number];

export interface Candidate {
  column: ColumnName;
  score: number;
  signs: SignCode[];
  /** Of the filled values, how many can be of the field; 0 to 1. */
  share: number;
}

/** Who knows the heading is believed before the contents, unless hardly a value fits. */
const points = { agreed: 1_000, heading: 100, rank: 0.1, alike: 45, fits: 20, differs: -70, differsOnce: -30 };
const MOST_FIT = 0.8;
const HARDLY = 0.3;
const SHORTEST_ALIKE = 5;

/** How often a field is meant by values of this form, where the heading says nothing; none where the form says too little. */
const told: Partial<Record<ColumnName, (profile: Profile) => number>> = {
  postcode: (own) => own.share(fits.postcode) * 40,
  postcodeAndPlace: (own) => own.share(fits.postcodeAndPlace) * 40,
  email: (own) => own.share(fits.email) * 40,
  phone: (own) => own.share(fits.phone) * 38,
  birthDate: (own) => own.share(fits.birthDate) * 36 - own.share(fits.arrearsSince) * 20,
  arrearsSince: (own) => own.share(fits.arrearsSince) * 34,
  amount: (own) => (own.hasDecimals && own.share(fits.arrearsSince) < 0.5 ? own.share(fits.amount) * 32 : 0),
  streetAndNumber: (own) => (own.endsLikeStreet < 0.5 ? own.share(fits.streetAndNumber) * 30 : 0),
  street: (own) => own.endsLikeStreet * 36,
  initials: (own) => own.share((cell, text) => /\./.test(text) && fits.initials(cell, text, '')) * 34,
  prefix: (own) => own.share(fits.prefix) * 34,
  legalForm: (own) => own.share(fits.legalForm) * 30,
  reference: (own) => (own.distinctPercent >= 90 && !own.hasDecimals && !own.isCounting && own.longest > 3 && own.share(fits.phone) < 0.5 && own.share(fits.arrearsSince) < 0.5 ? own.share(fits.reference) * 30 : 0),
  // Numbers that all differ may be of contracts.
  houseNumber: (own) => (own.isCounting || own.hasDecimals ? 0 : own.share(fits.houseNumber) * (own.longest === 1 ? 10 : own.distinctPercent < 95 || own.filled < 20 ? 28 : 22)),
  lastName: (own) => (!own.followsPostcode && own.endsLikeStreet < 0.3 && own.share(fits.prefix) < 0.5 && own.longest > 3 ? own.share(fits.lastName) * (20 + own.distinctPercent / 10) : 0),
  place: (own) => (own.followsPostcode && own.endsLikeStreet < 0.3 && own.share(fits.prefix) < 0.5 && own.longest > 3 && !own.isYesNo ? own.share(fits.place) * 32 : 0),
  houseLetter: (own) => (own.longest === 1 && !own.isYesNo ? own.share(fits.houseLetter) * 26 : 0),
  addition: (own) => (own.longest <= 6 && own.longest > 1 && !own.isYesNo && own.share((_, text) => /\p{L}/u.test(text)) > 0.3 ? own.share(fits.addition) * 20 : 0),
};
const WORTH_SAYING = 15;

const known: readonly { column: ColumnName; name: string }[] = columnNames.flatMap((column) => synonyms[column].filter((name) => name.length >= SHORTEST_ALIKE).map((name) => ({ column, name })));

/** `achterstandperultimo` has `achterstand` in it: the longest name counts. */
function alike(folded: string): ColumnName | undefined {
  const [longest] = known.filter(({ name }) => folded.includes(name)).sort((a, b) => b.name.length - a.name.length);
  return longest?.column;
}

export function candidatesFor(heading: string, profile: Profile, reader: ColumnReader): Candidate[] {
  const meaning = reader.meaningOf(heading);
  const counts = profile.isCounting && uncertainHouseNumbers.has(fold(heading));
  if (meaning !== undefined && !(counts && meaning.rank >= 0)) return [...named(meaning, profile), ...byContents(profile, meaning.column)];
  const near = alike(fold(heading));
  const resembling = near !== undefined && !counts && (profile.filled === 0 || profile.share(fits[near]) >= 0.6) ? [near] : [];
  return [...resembling.map((column) => withContents({ column, score: points.alike, signs: ['heading-alike'], share: 0 }, profile)), ...byContents(profile, resembling[0])];
}

function named({ column, rank }: { column: ColumnName; rank: number }, profile: Profile): Candidate[] {
  const score = rank < 0 ? points.agreed : points.heading - rank * points.rank;
  return [withContents({ column, score, signs: [rank < 0 ? 'agreed' : 'heading'], share: 0 }, profile)];
}

function withContents({ column, score, signs }: Candidate, profile: Profile): Candidate {
  if (profile.filled === 0) return { column, score, signs: [...signs, 'empty'], share: 0 };
  const share = profile.share(fits[column]);
  if (share < HARDLY) return { column, score: score + (profile.filled > 1 ? points.differs : points.differsOnce), signs: [...signs, 'contents-differ'], share };
  return { column, score: score + points.fits * share, signs: share >= MOST_FIT ? [...signs, 'contents'] : signs, share };
}

function byContents(profile: Profile, except: ColumnName | undefined): Candidate[] {
  if (profile.filled === 0) return [];
  return (Object.keys(told) as ColumnName[]).flatMap((column) => {
    const score = told[column]?.(profile) ?? 0;
    return column === except || score < WORTH_SAYING ? [] : [{ column, score, signs: ['contents' as const], share: profile.share(fits[column]) }];
  });
}
