/** Kills, aimed and at random, while something is going on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../../src/db/connect.ts';
import { partNames, type Part, type Parts } from './parts.ts';

export const stages = ['delivery', 'round', 'lives', 'replan'] as const;
export type Stage = (typeof stages)[number];

/**
 * When to strike: while somebody waits to write in a table (nothing of it is committed), when somebody has just
 * committed there (and could tell nobody), when a mail has arrived and its sender has not heard so, or after a while.
 */
export type Moment = { when: 'writing'; table: string } | { when: 'written'; table: string } | { when: 'mailed' } | { when: 'at-random'; afterMs: number };

export interface Strike {
  stage: Stage;
  moment: Moment;
  /** `writer` is the process that writes at that moment. */
  victims: readonly (Part | 'writer')[];
  awayMs: number;
}

export interface Hit {
  strike: Strike;
  /** Empty when the moment did not come before the stage was over. */
  killed: readonly Part[];
}

export interface Storm {
  hits: readonly Hit[];
  /** Does the work of a stage while its strikes fall, one after the other. */
  during<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result>;
}

export const momentName = (moment: Moment): string => ('table' in moment ? `${moment.when} ${moment.table}` : moment.when);

const LOOK_EVERY_MS = 5;
const HOLD_AT_MOST_MS = 4_000;

export async function startStorm(parts: Parts, strikes: readonly Strike[]): Promise<Storm> {
  const hits: Hit[] = [];
  await watchCommits(parts.sql, strikes);
  const during = async <Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> => {
    let over = false;
    const striking = (async () => {
      for (const strike of strikes.filter((one) => one.stage === stage)) hits.push({ strike, killed: over ? [] : await fall(parts, strike, () => over) });
    })();
    const [result] = await Promise.all([work().finally(() => (over = true)), striking]);
    return result;
  };
  return { hits, during };
}

type IsOver = () => boolean;

async function fall(parts: Parts, strike: Strike, isOver: IsOver): Promise<readonly Part[]> {
  const { moment } = strike;
  let restore: (() => Promise<void>) | null = null;
  let killed: readonly Part[] = [];
  const kill = async (writer: string | null) => {
    killed = [...new Set(strike.victims.map((victim) => (victim === 'writer' ? writer : victim)).filter(isPart))];
    if (killed.length > 0) restore = await parts.kill(killed);
  };
  if (moment.when === 'writing') await whileWriting(parts.sql, moment.table, kill, isOver);
  else if (moment.when === 'written') await onceWritten(parts.sql, moment.table, kill, isOver);
  else if (moment.when === 'mailed') await onceMailed(parts, kill, isOver);
  else if (await patience(moment.afterMs, isOver)) await kill(partNames[1]);
  await pause(restore === null ? 0 : strike.awayMs);
  await (restore as (() => Promise<void>) | null)?.();
  return killed;
}

const isPart = (name: string | null): name is Part => partNames.some((part) => part === name);

/** False when the stage was over before. */
async function patience(ms: number, isOver: IsOver): Promise<boolean> {
  const end = performance.now() + ms;
  while (performance.now() < end && !isOver()) await pause(LOOK_EVERY_MS);
  return !isOver();
}

type Kill = (writer: string | null) => Promise<void>;

/** Holds the table, so that whoever writes waits with its transaction open; lets go once the kill is done. */
async function whileWriting(sql: Sql, table: string, kill: Kill, isOver: IsOver): Promise<void> {
  let struck = false;
  const held = async () =>
    sql.begin(async (tx) => {
      await tx`set local lock_timeout = '1s'`;
      await tx`lock table ${tx(table)} in share row exclusive mode`;
      const end = performance.now() + HOLD_AT_MOST_MS;
      while (performance.now() < end && !isOver()) {
        const [waiting] = await sql<{ who: string }[]>`
          select application_name as who from pg_locks join pg_stat_activity using (pid)
          where relation = ${table}::regclass and not granted limit 1`;
        if (waiting !== undefined) {
          struck = true;
          return kill(waiting.who);
        }
        await pause(LOOK_EVERY_MS);
      }
    });
  while (!struck && !isOver()) {
    // Whoever holds it just now, or a Postgres that is away, is tried again; one that was killed takes the hold along.
    await held().catch(() => undefined);
    await pause(LOOK_EVERY_MS);
  }
}

const onCommit = new WeakMap<Sql, (table: string, who: string) => void>();

async function watchCommits(sql: Sql, strikes: readonly Strike[]): Promise<void> {
  const tables = new Set(strikes.flatMap(({ moment }) => (moment.when === 'written' ? [moment.table] : [])));
  if (tables.size === 0) return;
  await sql`
    create function chaos_written() returns trigger language plpgsql as $$
    begin perform pg_notify('chaos', tg_table_name || ' ' || current_setting('application_name')); return null; end $$`;
  for (const table of tables) await sql`create trigger chaos_written after insert or update on ${sql(table)} for each statement execute function chaos_written()`;
  await sql.listen('chaos', (message) => {
    const [table = '', who = ''] = message.split(' ');
    onCommit.get(sql)?.(table, who);
  });
}

async function onceWritten(sql: Sql, table: string, kill: Kill, isOver: IsOver): Promise<void> {
  let killing: Promise<void> | null = null;
  onCommit.set(sql, (written, who) => {
    if (written === table && isPart(who)) killing ??= kill(who);
  });
  while (killing === null && !isOver()) await pause(LOOK_EVERY_MS);
  onCommit.delete(sql);
  await killing;
}

async function onceMailed({ mailbox }: Parts, kill: Kill, isOver: IsOver): Promise<void> {
  let killing: Promise<void> | null = null;
  mailbox.beforeReply = () => (killing ??= kill(null));
  while (killing === null && !isOver()) await pause(LOOK_EVERY_MS);
  mailbox.beforeReply = () => undefined;
  await killing;
}
