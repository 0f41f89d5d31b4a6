/** A plan is filled in by parts, in any order and over several days; each says what it still lacks. */
import { z } from 'zod';
import { allowancesSchema, uncheckedAllowances } from './allowances.ts';
import { budgetGroups, budgetSchema, groupOf, totalsOf, type BudgetTotals } from './budget.ts';
import { debtTotals, debtsSchema } from './debts.ts';

export interface Missing {
  field: string;
  /** What to fill in (Dutch). */
  label: string;
}

const parts = [
  { part: 'income', label: 'Inkomsten en uitgaven', missing: missingOfBudget },
  { part: 'allowances', label: 'Voorzieningen', missing: missingOfAllowances },
  { part: 'causes', label: 'Oorzaken', missing: lacking({ causes: 'Oorzaken', skills: 'Wat de inwoner wil versterken', lifeAreas: 'Andere hulp die gewenst is' }) },
  { part: 'debts', label: 'Schulden', missing: missingOfDebts },
  { part: 'payments', label: 'Betalingen', missing: lacking({ currentPaymentsFrom: 'Vanaf wanneer de lopende kosten weer worden betaald', helpWithArrangements: 'Hulp bij betalingsregelingen', directPayment: 'Derdenbetaling' }) },
  { part: 'hand-over', label: 'Overdracht', missing: lacking({ handOver: 'Aan welke dienst wordt overgedragen' }) },
  { part: 'consent', label: 'Toestemming', missing: lacking({ consentToShare: 'Toestemming om te delen' }) },
] as const satisfies readonly { part: string; label: string; missing: (body: Body) => Missing[] }[];
export const planParts = parts.map(({ part }) => part);

type Body = Record<string, unknown>;

/** Without what is missing a part is ready. */
export const partsOfPlan = (body: Body) => parts.map(({ part, label, missing }) => ({ part, label, missing: missing(body) }));

function lacking(fields: Record<string, string>): (body: Body) => Missing[] {
  return (body) => Object.entries(fields).flatMap(([field, label]) => (body[field] === undefined ? [{ field, label }] : []));
}

/** By lines, or by the three totals that a plan of before 0.3 has instead. */
function missingOfBudget(body: Body): Missing[] {
  const read = budgetSchema.safeParse(body['budget']);
  const typed = lacking({ incomeCents: 'Inkomsten', fixedCostsCents: 'Vaste lasten', roomToRepayCents: 'Andere uitgaven' })(body);
  if (!read.success) return typed.length < 3 ? typed : budgetGroups.map(({ label }) => ({ field: 'budget', label }));
  return budgetGroups.flatMap(({ code, label }) => (read.data.some(({ kind }) => groupOf(kind) === code) ? [] : [{ field: 'budget', label }]));
}

function missingOfAllowances(body: Body): Missing[] {
  const read = allowancesSchema.safeParse(body['allowances']);
  if (!read.success && body['allowancesChecked'] !== undefined) return [];
  return uncheckedAllowances(read.success ? read.data : []).map(({ label }) => ({ field: 'allowances', label }));
}

function missingOfDebts(body: Body): Missing[] {
  return lacking({ problematicDebts: 'Of er problematische schulden zijn', ...(body['problematicDebts'] === true ? { urgent: 'Of wonen, energie of water in gevaar is' } : {}) })(body);
}

const linesSchema = z.object({ budget: budgetSchema.optional(), debts: debtsSchema.optional() });

/** What the lines come to; null without lines. */
export function summaryOf(body: Body): { budget: BudgetTotals | null; debts: ReturnType<typeof debtTotals> | null } {
  const { budget, debts } = linesSchema.safeParse(body).data ?? {};
  return { budget: budget === undefined ? null : totalsOf(budget), debts: debts === undefined ? null : debtTotals(debts) };
}
