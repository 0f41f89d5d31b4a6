/** The plan of approach in words: for the resident's report, for the service that takes over, and on paper. */
import { z } from 'zod';
import { allowanceKinds, allowanceStates, allowancesSchema } from '../../domain/case/plan/allowances.ts';
import { budgetGroups, budgetKinds, budgetPeriods, budgetSchema, centsAMonth, groupOf, totalsOf, type BudgetLine } from '../../domain/case/plan/budget.ts';
import { debtArrangements, debtsSchema } from '../../domain/case/plan/debts.ts';
import { caseResults, creditorKinds, labelOf, parseCode } from '../../domain/codes.ts';
import { feedbackCauses } from '../../domain/case/feedback/feedback-schema.ts';
import { formatEuros } from '../../domain/money.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { ReadPlan } from '../../usecases/drafts/plan-draft.ts';
import { dateInWords } from '../sentences/dates.ts';
import { facts, paragraph, table, type Paper, type PaperBlock } from './paper.ts';

/** For the resident: without names, so that it may lie on a table. */
export function planPaper({ municipality, body, createdAt, completed }: ReadPlan): Paper {
  return {
    title: completed ? 'Uw plan van aanpak' : 'Uw plan van aanpak (concept)',
    head: [[`Gemeente ${municipality}`], [`Gemaakt op ${dateInWords(localDate(createdAt))}`]],
    blocks: [paragraph('Dit hebben wij samen besproken en afgesproken. Klopt er iets niet, of verandert er iets? Zeg het ons.'), ...planBlocks(body)],
  };
}

const linesSchema = z.object({ budget: budgetSchema.optional(), allowances: allowancesSchema.optional(), debts: debtsSchema.optional() });

/** Field by field as it was written; lines as tables, where this release can read them. */
export function planBlocks(body: Record<string, unknown>): PaperBlock[] {
  const read = linesSchema.safeParse(body);
  if (!read.success) return [facts(...planFacts(body))];
  const { budget = [], allowances = [], debts } = read.data;
  const others = Object.fromEntries(Object.entries(body).filter(([field]) => !(field in linesSchema.shape)));
  return [
    facts(...planFacts(others), ...(debts?.length === 0 ? ([['Andere schulden', 'geen']] as const) : [])),
    ...budgetTable(budget),
    ...table('Voorzieningen', ['Voorziening', 'Stand'], allowances.map(({ kind, state }) => [labelOf(allowanceKinds, kind), labelOf(allowanceStates, state)])),
    ...table('Andere schulden', ['Bij', 'Soort', 'Bedrag', 'Regeling', 'Aflossing per maand'], (debts ?? []).map((debt) => [debt.creditor, labelOf(creditorKinds, debt.kind), debt.amountCents === null ? 'onbekend' : formatEuros(debt.amountCents), labelOf(debtArrangements, debt.arrangement), debt.monthlyCents === undefined ? '–' : formatEuros(debt.monthlyCents)])),
  ];
}

/** Each line as it stands on the bill and in a month, the total of each group, and what is left. */
function budgetTable(lines: readonly BudgetLine[]): PaperBlock[] {
  if (lines.length === 0) return [];
  const { incomeCents, fixedCostsCents, otherCostsCents, leftCents } = totalsOf(lines);
  const totals = { income: incomeCents, fixed: fixedCostsCents, other: otherCostsCents };
  const rows = budgetGroups.flatMap(({ code, label }) => [...lines.filter(({ kind }) => groupOf(kind) === code).map(lineInWords), [`${label}, samen`, '', formatEuros(totals[code])]]);
  return table('Inkomsten en uitgaven', ['Post', 'Bedrag', 'Per maand'], [...rows, [leftCents < 0 ? 'Tekort' : 'Over', '', formatEuros(Math.abs(leftCents))]]);
}

const lineInWords = (line: BudgetLine): string[] => [
  `${labelOf(budgetKinds, line.kind)}${line.name === undefined ? '' : ` (${line.name})`}`,
  `${formatEuros(line.amountCents)} ${labelOf(budgetPeriods, line.per)}`,
  formatEuros(centsAMonth(line)),
];

const planLabels: Readonly<Record<string, string>> = {
  incomeCents: 'Inkomen per maand',
  fixedCostsCents: 'Vaste lasten per maand',
  roomToRepayCents: 'Ruimte om af te lossen per maand',
  allowancesChecked: 'Toeslagen nagekeken',
  causes: 'Oorzaken',
  skills: 'Wat u wilt versterken',
  currentPaymentsFrom: 'Lopende kosten weer betaald vanaf',
  problematicDebts: 'Problematische schulden',
  urgent: 'Spoed',
  helpWithArrangements: 'Hulp bij betalingsregelingen',
  lifeAreas: 'Andere hulp gewenst bij',
  directPayment: 'Directe betaling uit een uitkering',
  consentToShare: 'Toestemming om te delen (volgens het plan)',
  handOver: 'Overdracht',
  result: 'Resultaat',
  remarks: 'Opmerkingen',
};

const planFacts = (body: Record<string, unknown>): [string, string][] => Object.entries(body).map(([field, value]) => [planLabels[field] ?? field, valueInWords(field, value)]);

function valueInWords(field: string, value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'ja' : 'nee';
  if (typeof value === 'number') return field.endsWith('Cents') ? formatEuros(value) : String(value);
  if (typeof value === 'string') return field === 'result' ? codeInWords(field, value) : /^\d{4}-\d\d-\d\d$/.test(value) ? dateInWords(value) : value;
  if (Array.isArray(value)) return value.map((one: unknown) => (typeof one === 'string' ? codeInWords(field, one) : valueInWords(field, one))).join(', ') || '–';
  return Object.entries(value).map(([name, one]) => `${planParts[name] ?? name}: ${valueInWords(name, one)}`).join('; ');
}

const planParts: Readonly<Record<string, string>> = { service: 'dienst', contact: 'contact', confirmed: 'bevestigd' };
const lifeAreaLabels: Readonly<Record<string, string>> = { work: 'werk en inkomen', housing: 'wonen', health: 'gezondheid', family: 'gezin en relaties', language: 'taal en administratie', social: 'sociaal netwerk' };

function codeInWords(field: string, code: string): string {
  if (field === 'lifeAreas') return lifeAreaLabels[code] ?? code;
  const result = field === 'result' ? parseCode(caseResults, code) : undefined;
  if (result !== undefined) return labelOf(caseResults, result);
  const cause = field === 'causes' ? parseCode(feedbackCauses, code) : undefined;
  return cause === undefined ? code : labelOf(feedbackCauses, cause);
}
