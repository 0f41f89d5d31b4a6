/** What becomes of each row of a delivery, judged in the order of the file. Pure. */
import { addressKey } from '../../domain/matching/address.ts';
import { isBefore } from '../../domain/deadlines/deadline.ts';
import type { RoundRow } from '../../db/queries/rounds/rounds.ts';
import type { KnownSignal } from '../../db/queries/deliveries/storing.ts';
import type { DeliveryContext } from '../delivery-context.ts';
import type { Problem, RowResult, SignalRow } from './row.ts';
import { targetRound } from './target-round.ts';

/** A signal that Postgres has with the same creditor, reference and round. */
export interface AcceptedRow {
  signalId: string;
  roundId: string;
  municipalityCode: string;
  addressKey: string;
  /** That of 0.2.0, where it was another. */
  formerAddressKey?: string;
  contentHash: string;
  row: SignalRow;
  /** The signal of an earlier delivery that this one takes the place of. */
  replaces: string | null;
  /** That one is in its case. */
  replacesInCase: boolean;
}

export type StoreProblem = Omit<Problem, 'rule' | 'column'> & { column?: string | null } & { rule: Problem['rule'] | 'outsideRegion' | 'noOpenRound' | 'referenceConflict' | 'alreadyInCase' | 'newerExists' };

export type JudgedRow = { line: number; reference: string | null } & (
  | { verdict: 'accepted' | 'replaced'; accepted: AcceptedRow }
  | { verdict: 'duplicate'; signalId: string; roundId: string }
  | { verdict: 'refused'; problems: StoreProblem[] }
);

interface Judging {
  context: Pick<DeliveryContext, 'id' | 'roundId' | 'receivedAt' | 'municipalityOf'>;
  rounds: readonly RoundRow[];
  known: readonly KnownSignal[];
  hash: (content: string) => string;
  newId: () => string;
}

export function judgeRows(rows: readonly RowResult[], { context, rounds, known, hash, newId }: Judging): JudgedRow[] {
  const byIdentity = new Map(known.map((signal) => [identity(signal.reference, signal.roundId), signal]));
  return rows.map((result): JudgedRow => {
    const { line, reference } = result;
    if (!result.ok) return { line, reference, verdict: 'refused', problems: result.problems };
    const refused = (problem: StoreProblem): JudgedRow => ({ line, reference, verdict: 'refused', problems: [problem] });
    const { signal: row } = result;
    const municipalityCode = context.municipalityOf(row.address.postcode);
    if (municipalityCode === undefined) return refused(outsideRegion(row));
    const round = targetRound(context.roundId, { ...row, receivedAt: context.receivedAt }, rounds);
    if (round === null) return refused(noOpenRound());
    const contentHash = hash(result.contentKey);
    const before = byIdentity.get(identity(row.reference, round.id));
    if (before?.contentHash === contentHash) return { line, reference, verdict: 'duplicate', signalId: before.id, roundId: round.id };
    if (before?.deliveryId === context.id) return refused(referenceConflict(row));
    // A more urgent one is not held up by what is worked on.
    if (before?.state === 'in-case' && row.signalKind === 'ordinary') return refused(alreadyInCase(row));
    if (before !== undefined && isBefore(context.receivedAt, before.receivedAt)) return refused(newerExists(row));
    const accepted: AcceptedRow = { signalId: newId(), roundId: round.id, municipalityCode, addressKey: addressKey(row.address), ...formerKey(row), contentHash, row, replaces: before?.id ?? null, replacesInCase: before?.state === 'in-case' };
    byIdentity.set(identity(row.reference, round.id), { id: accepted.signalId, reference: row.reference, roundId: round.id, contentHash, state: 'pending', deliveryId: context.id, receivedAt: context.receivedAt });
    return { line, reference, verdict: before === undefined ? 'accepted' : 'replaced', accepted };
  });
}

const formerKey = ({ address: { formerAddition, ...address } }: SignalRow) => (formerAddition === undefined ? {} : { formerAddressKey: addressKey({ ...address, addition: formerAddition }) });

const identity = (reference: string, roundId: string) => `${roundId}|${reference}`;

const outsideRegion = ({ address }: SignalRow): StoreProblem => ({
  field: 'postcode',
  value: address.postcode,
  rule: 'outsideRegion',
  message: 'Deze postcode ligt niet in een van de deelnemende gemeenten; meld deze achterstand bij de gemeente zelf.',
});

const noOpenRound = (): StoreProblem => ({
  field: 'row',
  value: '',
  rule: 'noOpenRound',
  message: 'De ronde is gesloten en de volgende is nog niet open; lever deze regel later opnieuw aan.',
});

const referenceConflict = ({ reference }: SignalRow): StoreProblem => ({
  field: 'reference',
  value: reference,
  rule: 'referenceConflict',
  message: 'Dit kenmerk staat eerder in dit bestand met andere gegevens; laat één regel staan en lever opnieuw aan.',
});

const alreadyInCase = ({ reference }: SignalRow): StoreProblem => ({
  field: 'reference',
  value: reference,
  rule: 'alreadyInCase',
  message: 'Deze melding is al in behandeling en kan niet meer worden vervangen; neem contact op met het meldpunt.',
});

/** Two deliveries can overlap: what came in last counts, whichever was processed first. */
const newerExists = ({ reference }: SignalRow): StoreProblem => ({
  field: 'reference',
  value: reference,
  rule: 'newerExists',
  message: 'Een latere levering heeft dit kenmerk al met andere gegevens gemeld; die geldt. U hoeft niets te doen als die klopt.',
});
