/** What the columns of a creditor's file hold, as far as headings and contents tell, for a person to say yes to. */
import { ColumnReader, missingAmong, several } from '../columns.ts';
import { fold, isOfNoUse, mustBeExplained } from '../headings.ts';
import type { ColumnName, DeliveryMapping } from '../mapping.ts';
import type { ReadOptions } from '../read.ts';
import { UnreadableDelivery } from '../unreadable.ts';
import { fits, ofNoUse, profileOf, type Profile } from './contents.ts';
import { maskedSamples } from './mask.ts';
import { readSample, type Sample } from './sample.ts';
import { candidatesFor, type Candidate, type SignCode } from './score.ts';

/** `doubt` asks for a look. */
export const surenesses = ['sure', 'likely', 'doubt'] as const;
export type Sureness = (typeof surenesses)[number];

export const reasonCodes = ['agreed', 'heading', 'heading-alike', 'contents', 'contents-differ', 'empty', 'no-use', 'iban', 'citizen-number', 'counts-rows', 'yes-or-no', 'must-be-said', 'not-known', 'taken', 'ignored'] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export interface ProposedColumn {
  heading: string;
  /** Null where nobody but the creditor can tell. */
  column: ColumnName | 'ignored' | null;
  sureness: Sureness;
  reasons: ReasonCode[];
  /** Of the filled values, how many of a hundred can be of that field; null where there is none. */
  fitsPercent: number | null;
  filledPercent: number;
  /** Forms of a few values, without the values. */
  samples: string[];
}

/** Columns that can all be one field, of which a row has one. */
export interface Claim {
  column: ColumnName;
  chosen: string;
  others: string[];
}

export interface Proposal {
  columns: ProposedColumn[];
  claims: Claim[];
  /** What no row can be accepted without, in Dutch, and no column was found for. */
  missing: string[];
  /** How many rows were looked at. */
  rows: number;
  /** To keep: every column that something was proposed for. */
  mapping: DeliveryMapping;
}

interface Looked {
  heading: string;
  profile: Profile;
  samples: string[];
  candidates: Candidate[];
}

/**
 * Reads the start of a sample file. Nothing of its values is in the answer but their form.
 * @throws UnreadableDelivery
 */
export async function proposeMapping(source: () => AsyncIterable<Uint8Array>, options: ReadOptions): Promise<Proposal> {
  const sample = await readSample(source, options);
  mustDiffer(sample.header);
  const reader = new ColumnReader(options.mapping);
  const postcodes = sample.columns.find((cells) => profileOf(cells, options.context.receivedOn).share(fits.postcode) > 0.8);
  const looked = sample.header.map((heading, at): Looked => {
    const cells = sample.columns[at] ?? [];
    const profile = profileOf(cells, options.context.receivedOn, postcodes);
    const isUseless = heading === '' || reader.ignores(heading) || isOfNoUse(fold(heading)) || hidden(profile) !== undefined;
    return { heading, profile, samples: maskedSamples(cells), candidates: isUseless ? [] : candidatesFor(heading, profile, reader) };
  });
  const given = assign(looked);
  const columns = looked.map((one, at) => proposed(one, given.get(at), reader, sample));
  return { columns, claims: claimsAmong(looked, given), missing: missingAmong((column) => columns.some((one) => one.column === column)), rows: sample.rows, mapping: { ...options.mapping, columns: Object.fromEntries(columns.flatMap(({ heading, column }) => (heading === '' || column === null ? [] : [[heading, column]]))) } };
}

/** What speaks most for goes first; a field has one column, but for those that may have several. */
function assign(looked: readonly Looked[]): Map<number, Candidate> {
  const all = looked.flatMap(({ candidates }, at) => candidates.map((candidate) => ({ at, candidate }))).sort((a, b) => b.candidate.score - a.candidate.score || a.at - b.at);
  const given = new Map<number, Candidate>();
  const taken = new Set<ColumnName>();
  for (const { at, candidate } of all) {
    const isFree = !taken.has(candidate.column) || (several.has(candidate.column) && isNamed(candidate));
    if (given.has(at) || !isFree) continue;
    given.set(at, candidate);
    taken.add(candidate.column);
  }
  return given;
}

const isNamed = ({ signs }: Candidate): boolean => signs.includes('heading') || signs.includes('agreed');

const hidden = (profile: Profile): 'iban' | 'citizen-number' | undefined => ofNoUse.find(({ test }) => profile.share((_, text) => test(text)) > 0.9)?.reason;

function proposed({ heading, profile, samples, candidates }: Looked, given: Candidate | undefined, reader: ColumnReader, { rows }: Sample): ProposedColumn {
  const common = { heading, samples, filledPercent: rows === 0 ? 0 : Math.round((profile.filled / rows) * 100) };
  if (given !== undefined && !isTaken(candidates, given) && !mustBeSaid(heading, given)) return { ...common, column: given.column, sureness: surenessOf(given), reasons: [...given.signs], fitsPercent: profile.filled === 0 ? null : Math.round(given.share * 100) };
  const { reason, ...left } = leftOver(heading, profile, candidates, reader);
  return { ...common, ...left, reasons: [reason], fitsPercent: null };
}

/** The field that its heading names is another column's: what its contents might be too is no proposal. */
const isTaken = (candidates: readonly Candidate[], given: Candidate): boolean => !isNamed(given) && candidates.some((one) => one !== given && isNamed(one) && !one.signs.includes('contents-differ'));

/** What may change the household, the urgency or the person is not guessed by its contents, unless their form leaves no doubt. */
const mustBeSaid = (heading: string, given: Candidate): boolean => mustBeExplained(fold(heading)) && given.signs[0] === 'contents' && surenessOf(given) === 'doubt';

function leftOver(heading: string, profile: Profile, candidates: readonly Candidate[], reader: ColumnReader): Pick<ProposedColumn, 'column' | 'sureness'> & { reason: ReasonCode } {
  const ignored = (reason: ReasonCode, sureness: Sureness) => ({ column: 'ignored' as const, sureness, reason });
  if (reader.ignores(heading)) return ignored('ignored', 'sure');
  if (isOfNoUse(fold(heading))) return ignored('no-use', 'sure');
  const number = hidden(profile);
  if (number !== undefined) return ignored(number, 'sure');
  if (profile.isCounting) return ignored('counts-rows', 'likely');
  if (candidates.some(isNamed)) return ignored('taken', 'likely');
  if (mustBeExplained(fold(heading))) return { column: null, sureness: 'doubt', reason: 'must-be-said' };
  // It may say that it is a crisis.
  if (profile.isYesNo) return { column: null, sureness: 'doubt', reason: 'yes-or-no' };
  return ignored(profile.filled === 0 ? 'empty' : 'not-known', profile.filled === 0 ? 'likely' : 'doubt');
}

const LIKELY_SCORE = 26;

function surenessOf({ signs, share, score }: Candidate): Sureness {
  const has = (code: SignCode): boolean => signs.includes(code);
  if (has('contents-differ')) return 'doubt';
  if (has('agreed') || has('heading')) return has('contents') ? 'sure' : has('empty') || share >= 0.5 ? 'likely' : 'doubt';
  if (has('heading-alike')) return has('contents') ? 'likely' : 'doubt';
  return score >= LIKELY_SCORE && share >= 0.9 ? 'likely' : 'doubt';
}

function claimsAmong(looked: readonly Looked[], given: ReadonlyMap<number, Candidate>): Claim[] {
  return [...given].flatMap(([at, { column }]) => {
    if (several.has(column)) return [];
    const others = looked.filter(({ candidates }, other) => other !== at && given.get(other)?.column !== column && candidates[0]?.column === column);
    return others.length === 0 ? [] : [{ column, chosen: looked[at]?.heading ?? '', others: others.map(({ heading }) => heading) }];
  });
}

/** A mapping tells columns apart by their headings. */
function mustDiffer(header: readonly string[]): void {
  const twice = header.find((heading, at) => heading !== '' && fold(heading) !== '' && header.findIndex((other) => fold(other) === fold(heading)) < at);
  if (twice === undefined) return;
  throw new UnreadableDelivery('duplicate-column', `De kolom "${twice.slice(0, 60)}" staat twee keer in het bestand.`, 'Geef elke kolom een eigen naam, en probeer het opnieuw.', { header });
}
