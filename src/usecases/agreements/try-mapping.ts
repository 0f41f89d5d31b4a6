/** What would become of a file if it were delivered now under what is decided: the verdict of each row. Nothing is stored. */
import { randomUUID } from 'node:crypto';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { knownSignals, type KnownSignal } from '../../db/queries/deliveries/storing.ts';
import { findMappingDraft } from '../../db/queries/agreements/mappings.ts';
import { regionIds } from '../../db/queries/identity/reference.ts';
import { allRounds, type RoundRow } from '../../db/queries/rounds/rounds.ts';
import type { RowResult } from '../../delivery/judging/row.ts';
import { judgeRows, type JudgedRow, type StoreProblem } from '../../delivery/judging/verdict.ts';
import type { TableFound } from '../../delivery/read.ts';
import { addMonths, localDate, type Instant } from '../../domain/time/dates.ts';
import { keyedHash } from '../../keyed-hash.ts';
import { municipalitiesByPostcode } from '../deliveries/delivery-context.ts';
import { currentRound } from '../deliveries/round-for-delivery.ts';
import { keptOn, mappingIn } from './read-mapping.ts';
import { mustMapFor, partsOfSample, type SampleFile } from './sample-file.ts';

const SHOWN_VERDICTS = 1_000;
const SHOWN_REFUSED = 50;

export interface Trial {
  /** What it was tried with. */
  by: 'draft' | 'kept';
  rows: number;
  accepted: number;
  replaced: number;
  duplicates: number;
  refused: number;
  /** Of the first rows. */
  verdicts: { line: number; reference: string | null; verdict: JudgedRow['verdict'] }[];
  /** The first that are refused, with what to do. */
  refusedRows: { line: number; reference: string | null; problems: StoreProblem[] }[];
  /** By what is wrong, the most frequent first. */
  refusals: { field: string; rule: string; rows: number }[];
  unusedColumns: string[];
  goneColumns: TableFound['goneColumns'];
  isOtherFile: boolean;
}

interface Dependencies {
  sql: Sql;
  config: { hashKey: string };
}

/** @throws AppError forbidden, not-found, unreadable-delivery */
export async function tryMapping({ sql, config }: Dependencies, actor: CallingActor, creditorId: string, file: SampleFile, at: Instant): Promise<Trial> {
  await mustMapFor(sql, actor, creditorId);
  const today = localDate(at);
  const draft = await findMappingDraft(sql, creditorId);
  const mapping = draft === null ? (await keptOn(sql, creditorId, today)).mapping : mappingIn(draft.mapping);
  const judge = await judgeFor({ sql, config }, creditorId, at);
  let trial = begun(draft === null ? 'kept' : 'draft');
  let judged = judge.begin();
  for await (const part of partsOfSample(file, mapping, { receivedOn: today, cutOffOn: judge.cutOffOn })) {
    if ('rows' in part) for (const row of await judged(part.rows)) count(trial, row);
    // A reader that failed begins again.
    else if ('table' in part) [trial, judged] = [{ ...begun(trial.by), ...described(part.table) }, judge.begin()];
  }
  trial.refusals.sort((a, b) => b.rows - a.rows);
  return trial;
}

const begun = (by: Trial['by']): Trial => ({ by, rows: 0, accepted: 0, replaced: 0, duplicates: 0, refused: 0, verdicts: [], refusedRows: [], refusals: [], unusedColumns: [], goneColumns: [], isOtherFile: false });
const described = ({ unusedColumns, goneColumns, isOtherFile }: TableFound): Pick<Trial, 'unusedColumns' | 'goneColumns' | 'isOtherFile'> => ({ unusedColumns, goneColumns, isOtherFile });

function count(trial: Trial, row: JudgedRow): void {
  const { line, reference, verdict } = row;
  trial.rows += 1;
  trial[verdict === 'duplicate' ? 'duplicates' : verdict] += 1;
  // As on a receipt: what replaces is accepted too.
  if (verdict === 'replaced') trial.accepted += 1;
  if (trial.verdicts.length < SHOWN_VERDICTS) trial.verdicts.push({ line, reference, verdict });
  if (row.verdict !== 'refused') return;
  if (trial.refusedRows.length < SHOWN_REFUSED) trial.refusedRows.push({ line, reference, problems: row.problems });
  for (const { field, rule } of row.problems) {
    const known = trial.refusals.find((one) => one.field === field && one.rule === rule);
    if (known === undefined) trial.refusals.push({ field, rule, rows: 1 });
    else known.rows += 1;
  }
}

/** As a delivery of now is judged: against what Postgres has, and the rows before in the same file. */
async function judgeFor({ sql, config }: Dependencies, creditorId: string, at: Instant) {
  const all = await allRounds(sql);
  const round = currentRound(all, at) ?? noRound(at);
  const rounds = all.filter(({ regionId, month }) => regionId === round.regionId && month >= round.month);
  const regions = round.regionId === '' ? await regionIds(sql) : [round.regionId];
  const places = await Promise.all(regions.map((id) => municipalitiesByPostcode(sql, id)));
  const context = { id: randomUUID(), roundId: round.id, receivedAt: at, municipalityOf: (postcode: string) => places.map((of) => of(postcode)).find((code) => code !== undefined) };
  const hash = (content: string): string => keyedHash(config.hashKey, content);
  const begin = () => {
    const earlier = new Map<string, KnownSignal>();
    return async (rows: readonly RowResult[]): Promise<JudgedRow[]> => {
      const references = rows.flatMap(({ reference }) => (reference === null ? [] : [reference]));
      const stored = await knownSignals(sql, creditorId, references, rounds.map(({ id }) => id));
      const judged = judgeRows(rows, { context, rounds: rounds.length === 0 ? [round] : rounds, known: [...stored, ...earlier.values()], hash, newId: randomUUID });
      for (const row of judged) if ('accepted' in row) earlier.set(`${row.accepted.roundId}|${row.accepted.row.reference}`, { id: row.accepted.signalId, reference: row.accepted.row.reference, roundId: row.accepted.roundId, contentHash: row.accepted.contentHash, state: 'pending', deliveryId: context.id, receivedAt: at });
      return judged;
    };
  };
  return { begin, cutOffOn: localDate(round.cutOff) };
}

/** While no round is open the rows are judged as if one were. */
const noRound = (at: Instant): RoundRow => ({ id: '', regionId: '', month: '', cutOff: `${addMonths(localDate(at), 1)}T10:00:00.000Z`, byHand: false, closedAt: null, state: 'open' });
