/** The signals of the cases in a list, with their codes in words. */
import type { Db } from '../../db/connect.ts';
import { listedSignals, type ListedSignal } from '../../db/queries/worklists/listed.ts';
import { creditorKinds, labelOf, parseCode } from '../../domain/codes.ts';
import { monthsBetween, type LocalDate } from '../../domain/time/dates.ts';
import { signalKindInWords } from '../../wording/sentences/signal-kind.ts';

/** By case. */
export async function findListedSignals(sql: Db, caseIds: readonly string[], today: LocalDate) {
  const signals = await listedSignals(sql, caseIds);
  return (caseId: string) => signals.filter((signal) => signal.caseId === caseId).map((signal) => shownSignal(signal, today));
}

function shownSignal(signal: ListedSignal, today: LocalDate) {
  const { id, creditorId, creditor, reference, amountCents, arrearsSince, crisis, warm, signalKind, endsOn, objectionDoubt } = signal;
  const kind = parseCode(creditorKinds, signal.kind);
  return { id, creditorId, creditor, reference, amountCents, arrearsSince, crisis, warm, signalKind, endsOn, objectionDoubt, kind: signal.kind, kindLabel: kind === undefined ? signal.kind : labelOf(creditorKinds, kind), signalKindLabel: signalKindInWords(signal), arrearsMonths: monthsBetween(signal.arrearsSince, today) };
}
