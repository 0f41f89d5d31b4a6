/** The budget scan (process: plan): lines as they stand on a payslip or a bill, and what they come to in a month. */
import { z } from 'zod';
import { codesOf } from '../../codes.ts';

/** What a line is. Its group decides where it is added. */
export const budgetKinds = [
  { code: 'wages', label: 'Loon', group: 'income' },
  { code: 'benefit', label: 'Uitkering', group: 'income' },
  { code: 'pension', label: 'AOW of pensioen', group: 'income' },
  { code: 'own-business', label: 'Inkomsten uit een eigen bedrijf', group: 'income' },
  { code: 'allowances', label: 'Toeslagen', group: 'income' },
  { code: 'child-benefit', label: 'Kinderbijslag', group: 'income' },
  { code: 'tax-credits', label: 'Heffingskortingen', group: 'income' },
  { code: 'alimony-received', label: 'Ontvangen alimentatie', group: 'income' },
  { code: 'income-other', label: 'Andere inkomsten', group: 'income' },
  { code: 'rent', label: 'Huur', group: 'fixed' },
  { code: 'mortgage', label: 'Hypotheek', group: 'fixed' },
  { code: 'energy', label: 'Gas, stroom of warmte', group: 'fixed' },
  { code: 'water', label: 'Water', group: 'fixed' },
  { code: 'health-insurance', label: 'Zorgverzekering', group: 'fixed' },
  { code: 'insurance', label: 'Andere verzekeringen', group: 'fixed' },
  { code: 'telecom', label: 'Internet, tv en telefoon', group: 'fixed' },
  { code: 'local-taxes', label: 'Belasting van gemeente en waterschap', group: 'fixed' },
  { code: 'childcare', label: 'Kinderopvang', group: 'fixed' },
  { code: 'transport', label: 'Vervoer', group: 'fixed' },
  { code: 'alimony-paid', label: 'Betaalde alimentatie', group: 'fixed' },
  { code: 'subscriptions', label: 'Abonnementen en contributies', group: 'fixed' },
  { code: 'fixed-other', label: 'Andere vaste lasten', group: 'fixed' },
  { code: 'household', label: 'Boodschappen en huishouden', group: 'other' },
  { code: 'clothing', label: 'Kleding', group: 'other' },
  { code: 'care-costs', label: 'Eigen risico en andere zorgkosten', group: 'other' },
  { code: 'repayments', label: 'Aflossingen die nu lopen', group: 'other' },
  { code: 'other', label: 'Andere uitgaven', group: 'other' },
] as const;
type BudgetKind = (typeof budgetKinds)[number]['code'];
export const budgetGroups = [
  { code: 'income', label: 'Inkomsten' },
  { code: 'fixed', label: 'Vaste lasten' },
  { code: 'other', label: 'Andere uitgaven' },
] as const;
export type BudgetGroup = (typeof budgetGroups)[number]['code'];

export const budgetPeriods = [
  { code: 'week', label: 'per week' },
  { code: 'four-weeks', label: 'per vier weken' },
  { code: 'month', label: 'per maand' },
  { code: 'quarter', label: 'per kwartaal' },
  { code: 'year', label: 'per jaar' },
] as const;
type BudgetPeriod = (typeof budgetPeriods)[number]['code'];
/** How many of them there are in a year; a week is a fifty-second of it, as Nibud reckons. */
const timesAYear: Record<BudgetPeriod, number> = { week: 52, 'four-weeks': 13, month: 12, quarter: 4, year: 1 };

export const budgetLineSchema = z.strictObject({
  kind: z.enum(codesOf(budgetKinds)),
  amountCents: z.int().min(0).max(100_000_000).describe('Whole cents in each period, as on the payslip or the bill. 0: there is none.'),
  per: z.enum(codesOf(budgetPeriods)).default('month'),
  name: z.string().trim().min(1).max(100).optional().describe('From or to whom, where that helps.'),
});
export type BudgetLine = z.infer<typeof budgetLineSchema>;

/** One for each line; several of a kind may stand. */
export const budgetSchema = z.array(budgetLineSchema).min(1).max(60);

export const groupOf = (kind: BudgetKind): BudgetGroup => budgetKinds.find(({ code }) => code === kind)?.group ?? 'other';

/**
 * Whole cents a month. Each line is rounded by itself to the nearest cent, half a cent upwards, and totals add up what was
 * rounded: so the lines that somebody sees come to the total below them.
 */
export const centsAMonth = ({ amountCents, per }: Pick<BudgetLine, 'amountCents' | 'per'>): number => Math.floor((amountCents * timesAYear[per] * 2 + 12) / 24);

export interface BudgetTotals {
  incomeCents: number;
  fixedCostsCents: number;
  otherCostsCents: number;
  /** What is left in a month; below zero when there is too little. */
  leftCents: number;
  /** The same, and 0 when there is too little: nothing can be repaid then. */
  roomToRepayCents: number;
}

/** All in whole cents a month. */
export function totalsOf(lines: readonly BudgetLine[]): BudgetTotals {
  const sum = (group: BudgetGroup) => lines.filter(({ kind }) => groupOf(kind) === group).reduce((total, line) => total + centsAMonth(line), 0);
  const [incomeCents, fixedCostsCents, otherCostsCents] = [sum('income'), sum('fixed'), sum('other')];
  const leftCents = incomeCents - fixedCostsCents - otherCostsCents;
  return { incomeCents, fixedCostsCents, otherCostsCents, leftCents, roomToRepayCents: Math.max(0, leftCents) };
}
