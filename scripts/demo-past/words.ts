/** What people wrote in a case's past: it stands in Postgres, and the workflow knows its id. */
import type { Instant } from '../../src/domain/time/dates.ts';
import type { Feedback } from '../../src/domain/case/feedback/feedback-schema.ts';
import type { Plan } from '../../src/domain/case/plan/plan.ts';
import type { Dice } from './dice.ts';

interface Written {
  id: string;
  authorId: string;
  at: Instant;
}

export interface Words {
  notes: (Written & { text: string })[];
  plans: (Written & { body: Plan })[];
  feedbacks: (Written & { body: Feedback })[];
}

export const noWords = (): Words => ({ notes: [], plans: [], feedbacks: [] });

export const services = ['Budgetcoach', 'Stadsbank', 'Maatschappelijk werk', 'Wijkteam', 'Formulierenbrigade'] as const;
const skills = ['administratie ordenen', 'een begroting bijhouden', 'op tijd hulp vragen', 'post openen'];
const areas = ['work', 'housing', 'health', 'family', 'language', 'social'] as const;

export function planOf(dice: Dice, { problematicDebts, urgent, from, confirmed }: { problematicDebts: boolean; urgent: boolean; from: string; confirmed: boolean }): Plan {
  const incomeCents = dice.int(1_250, 2_600) * 100;
  const fixedCostsCents = Math.round(incomeCents * (0.6 + dice.int(0, 25) / 100));
  return {
    incomeCents,
    fixedCostsCents,
    roomToRepayCents: problematicDebts ? 0 : dice.int(20, 120) * 100,
    allowancesChecked: dice.chance(0.9),
    causes: [dice.weighed([['income-drop', 4], ['costs-rise', 3], ['life-event', 3], ['overview-lost', 4], ['other-debts', 2], ['administrative', 1]])],
    skills: dice.chance(0.7) ? [dice.pick(skills)] : [],
    currentPaymentsFrom: dice.chance(0.85) ? from : null,
    problematicDebts,
    ...(problematicDebts ? { urgent } : {}),
    helpWithArrangements: !problematicDebts && dice.chance(0.75),
    lifeAreas: dice.chance(0.6) ? [dice.pick(areas)] : [],
    directPayment: dice.chance(0.12),
    consentToShare: dice.chance(0.8),
    handOver: { service: problematicDebts ? 'Stadsbank' : dice.pick(services), confirmed },
  };
}
