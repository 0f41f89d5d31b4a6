/** A change of calendar or policy and what it moves, in Dutch. Pure. */
import type { ChangeState } from '../../domain/planning/change.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import type { Because } from '../../domain/deadlines/deadline.ts';
import type { Effect } from '../../domain/planning/replan.ts';
import { dateInWords } from './dates.ts';

export const effectLabels: Record<Effect, string> = { later: 'later', earlier: 'eerder', late: 'wordt te laat', room: 'krijgt weer tijd' };

export const changeStateLabels: Record<ChangeState, string> = { proposed: 'voorstel', telling: 'wordt doorgevoerd', done: 'doorgevoerd', discarded: 'ingetrokken' };

interface ChangeInWords {
  because: Because;
  validFrom: LocalDate | null;
  /** The name of the municipality it is for; null: the region. */
  municipality: string | null;
  /** Of a policy: the municipalities whose cases move to it; none: all keep theirs. */
  scope: readonly string[] | null;
}

/** '24 december 2026 (Sluiting) wordt een gesloten dag.' */
export function changeSentence({ because, validFrom, municipality, scope }: ChangeInWords): string {
  switch (because.because) {
    case 'closed-day-added':
      return `${dateInWords(because.date)} (${because.name}) wordt een gesloten dag.`;
    case 'closed-day-withdrawn':
      return `${dateInWords(because.date)} (${because.name}) is geen gesloten dag meer.`;
    case 'policy': {
      const cases = scope?.length === 0 ? 'lopende zaken houden hun versie' : 'lopende zaken gaan over';
      return `Beleidsversie ${because.version} geldt vanaf ${validFrom === null ? 'nu' : dateInWords(validFrom)} voor ${municipality ?? 'de regio'}; ${cases}.`;
    }
  }
}

/** '12 termijnen in 8 zaken veranderen: 10 later, 2 weer op tijd.' */
export function previewSentence(effects: Record<Effect, number>, cases: number): string {
  const total = Object.values(effects).reduce((sum, n) => sum + n, 0);
  if (total === 0) return 'Er verandert geen lopende termijn.';
  const parts = [
    ...(effects.later > 0 ? [`${effects.later} later`] : []),
    ...(effects.earlier > 0 ? [`${effects.earlier} eerder`] : []),
    ...(effects.late > 0 ? [`${effects.late} te laat`] : []),
    ...(effects.room > 0 ? [`${effects.room} weer op tijd`] : []),
  ];
  return `${total} ${total === 1 ? 'termijn verandert' : 'termijnen veranderen'}, in ${cases} ${cases === 1 ? 'zaak' : 'zaken'}: ${parts.join(', ')}.`;
}
