/** How urgent a row is: its kind, the day on which a supply ends or a home is to be left, and whether it is a crisis. */
import { isUrgentKind, parseCode, signalKinds, type SignalKind, type UrgentKind } from '../../domain/codes.ts';
import { addDays, type LocalDate } from '../../domain/time/dates.ts';
import type { CellReader } from '../cells/cell-reader.ts';
import { isNoDay, readDay } from '../cells/dates.ts';
import type { DayColumn } from '../mapping.ts';
import type { SignalRow } from './row.ts';
import type { RowRules } from './rules.ts';

/** A landlord or supplier names no day further ahead. */
const FURTHEST_DAYS = 366;

const dayColumnOf = { eviction: 'evictionOn', 'end-of-supply': 'supplyEndsOn' } as const satisfies Record<UrgentKind, DayColumn>;

/** Words of creditors, in the order in which they count. */
const words: readonly [RegExp, SignalKind][] = [
  [/ontruim/i, 'eviction'],
  [/eindelever|eind(e|datum)? ?(van )?(de )?lever|afsluit/i, 'end-of-supply'],
  [/actualis|geactual|\bupdate|bijgewerkt|gewijzigd|\bmutatie/i, 'updated'],
];
const isThreat = /dreig|afsluit/i;
const isWithdrawn = /ingetrokken|intrekk|vervallen|vervalt|geannuleerd|annulering|gaat niet door|afgewend/i;
const saysCrisis = /crisis|spoed|dreig|^j$|^ja$|^1$|^x$|^true$|^waar$/i;

/** What a row says of it, in whichever columns; a kind with a day and no day, or the other way round, is refused. */
export function readUrgency(cells: CellReader, rules: RowRules): Pick<SignalRow, 'crisis' | 'signalKind' | 'endsOn'> {
  const crisis = cells.yes('crisis', 'crisis');
  const text = cells.text('signalKind', 'signalKind');
  const said = kindIn(text);
  const supplyEnds = cells.yes('endOfSupply', 'signalKind');
  const days = (['evictionOn', 'supplyEndsOn', 'endsOn'] as const).filter((column) => isFilled(cells, column));
  if (isWithdrawn.test(text)) cells.refuse('signalKind', 'signalKind', 'withdrawn');
  const urgent = new Set<SignalKind>([said, ...(supplyEnds ? ['end-of-supply' as const] : []), ...days.flatMap((column) => kindOfDay[column] ?? [])].filter(isUrgentKind));
  const [kind = said] = urgent;
  const isNamedOnly = days.length === 0 && !supplyEnds && isThreat.test(text);
  const isCrisis = crisis || saysCrisis.test(text) || urgent.size > 0;
  if (urgent.size > 1) cells.refuse('signalKind', days[0] ?? 'signalKind', 'twoKinds');
  // An eviction that threatens has no day yet.
  else if (isUrgentKind(kind) && !isNamedOnly) return { crisis: true, signalKind: kind, endsOn: endsOn(cells, rules, { kind, columns: days }) };
  else if (days.length > 0) cells.refuse('signalKind', cells.knows('signalKind') ? 'signalKind' : 'endsOn', 'kindNeeded');
  return { crisis: isCrisis, signalKind: kind === 'updated' ? kind : 'ordinary', endsOn: null };
}

const kindOfDay: Partial<Record<DayColumn, UrgentKind>> = { evictionOn: 'eviction', supplyEndsOn: 'end-of-supply' };

const kindIn = (text: string): SignalKind => parseCode(signalKinds, text) ?? words.find(([word]) => word.test(text))?.[1] ?? 'ordinary';

const isFilled = (cells: CellReader, column: DayColumn): boolean => cells.plain(column) !== '' && !isNoDay(cells.raw(column));

function endsOn(cells: CellReader, { style, receivedOn }: RowRules, { kind, columns }: { kind: UrgentKind; columns: readonly DayColumn[] }): LocalDate | null {
  const column = columns[0] ?? (cells.knows(dayColumnOf[kind]) ? dayColumnOf[kind] : 'endsOn');
  if (columns.length === 0) cells.refuse('endsOn', column, 'dayNeeded');
  if (columns.length === 0 || cells.refuseBroken(column, 'endsOn')) return null;
  const furthest = addDays(receivedOn, FURTHEST_DAYS);
  const { day, isUnknown } = readDay(cells.raw(column), style.orderOf[column], furthest);
  if (isUnknown) cells.refuse('endsOn', column, 'ambiguousDay');
  else if (day === undefined) cells.refuse('endsOn', column, 'noSuchDay');
  else if (day < receivedOn) cells.refuse('endsOn', column, 'inThePast');
  else if (day > furthest) cells.refuse('endsOn', column, 'tooFarAhead');
  return day ?? null;
}
