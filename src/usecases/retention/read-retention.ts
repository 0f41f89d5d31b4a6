/** What goes in the coming weeks, what is kept all the same, and what the last nights did. Counts and ids, no persons. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { closedCases, droppedSignals, heldCases, latestRuns, retentionPolicies } from '../../db/queries/retention/retention.ts';
import { addDays, daysBetween, localDate, startOfDay, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { noCaseDueOn, retentionOf, retentionRules, shortestDays, type RetentionRule } from '../../domain/retention/retention.ts';

const PAGE = 1_000;
const WEEKS = 8;
const MOST_HELD = 200;
const NIGHTS = 14;

/** Cases by the rule that counts for them, and signals that led to no case beside a case that stays. */
type Going = Record<RetentionRule | 'signals', number>;

/**
 * @param sql the system's connections, since no account of a municipality reads the nights: what is counted here is what
 * this account may see
 */
export async function readRetention(sql: Sql, actor: CallingActor, at: Instant) {
  const today = localDate(at);
  const policies = await retentionPolicies(sql);
  const weeks = Array.from({ length: WEEKS }, (_, n) => ({ from: addDays(today, n * 7 + 1), until: addDays(today, n * 7 + 7), counts: none() }));
  const [tonight, held] = [none(), none()];
  const count = (dueOn: LocalDate, what: keyof Going) => {
    const days = daysBetween(today, dueOn);
    const counts = days <= 0 ? tonight : weeks[Math.floor((days - 1) / 7)]?.counts;
    if (counts !== undefined) counts[what] += 1;
  };
  const page = { before: startOfDay(addDays(today, WEEKS * 7 + 1 - shortestDays([...policies.values()]))), limit: PAGE };
  const termOf = (policyVersion: string) => policies.get(policyVersion) ?? nowhere(policyVersion);
  for await (const row of all((after) => closedCases(sql, actor, { ...page, after }))) {
    const { rule, dueOn } = retentionOf(row, termOf(row.policyVersion));
    if (row.heldAt === null) count(dueOn, rule);
    else if (dueOn <= today) held[rule] += 1;
  }
  for await (const row of all((after) => droppedSignals(sql, actor, { ...page, after }))) count(noCaseDueOn(row.decidedAt, termOf(row.policyVersion)), 'signals');
  const [cases, nights] = await Promise.all([heldCases(sql, actor, MOST_HELD), latestRuns(sql, NIGHTS)]);
  return { today, tonight, weeks, onHold: { due: held, cases }, nights };
}

const none = (): Going => Object.fromEntries([...retentionRules, 'signals'].map((name) => [name, 0])) as Going;

function nowhere(version: string): never {
  throw new Error(`there is no policy ${version}`);
}

async function* all<Row extends { id: string }>(read: (after: string | null) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let after: string | null = null; ; ) {
    const rows: Row[] = await read(after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}
