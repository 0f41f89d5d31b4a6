/** Kills, aimed and at random, while something is going on. */
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
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

export function startStorm(parts: Parts, strikes: readonly Strike[]): Storm {
  const hits: Hit[] = [];
  const during = async <Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> => {
    const working = { isOver: false };
    const striking = async () => {
      for (const strike of strikes.filter((one) => one.stage === stage)) hits.push({ strike, killed: working.isOver ? [] : await fall(parts, strike, () => working.isOver) });
    };
    const [result] = await Promise.all([work().finally(() => (working.isOver = true)), striking()]);
    return result;
  };
  return { hits, during };
}

type IsOver = () => boolean;

async function fall(parts: Parts, strike: Strike, isOver: IsOver): Promise<readonly Part[]> {
  const killed: Part[] = [];
  const restores: (() => Promise<void>)[] = [];
  const kill = async (writer: string) => {
    const victims = [...new Set(strike.victims.map((victim) => (victim === 'writer' ? writer : victim)))].filter(isPart);
    killed.push(...victims);
    restores.push(await parts.kill(victims));
  };
  await untilMoment(parts, strike.moment, kill, isOver);
  if (restores.length > 0) await pause(strike.awayMs);
  for (const restore of restores) await restore();
  return killed;
}

async function untilMoment(parts: Parts, moment: Moment, kill: Kill, isOver: IsOver): Promise<void> {
  switch (moment.when) {
    case 'writing':
      return whileWriting(parts, moment.table, kill, isOver);
    case 'written':
      return onceWritten(parts, moment.table, kill, isOver);
    case 'mailed':
      return onceMailed(parts, kill, isOver);
    case 'at-random':
      await pause(moment.afterMs);
      return isOver() ? undefined : kill('worker-1');
  }
}

const isPart = (name: string): name is Part => partNames.some((part) => part === name);

/** `writer` is who wrote, where that is known. */
type Kill = (writer: string) => Promise<void>;

/**
 * Holds the table, so that whoever writes waits with its transaction open, and a while longer once somebody does: the
 * kill falls meanwhile. All in one statement, told of by its notice: it ends as it should when Postgres is the victim.
 */
async function whileWriting({ databaseUrl }: Parts, table: string, kill: Kill, isOver: IsOver): Promise<void> {
  const struck: Promise<void>[] = [];
  while (struck.length === 0 && !isOver()) {
    const sql = postgres(databaseUrl, { max: 1, onnotice: ({ message = '' }) => struck.push(kill(message)) });
    // Whoever holds the table just now, or a Postgres that is away, is tried again.
    await sql.unsafe(holding(table)).catch(() => undefined);
    await sql.end({ timeout: 1 });
    await pause(LOOK_EVERY_MS);
  }
  await Promise.all(struck);
}

const holding = (table: string) => `
  do $$
  declare writer text;
  begin
    set local lock_timeout = '1s';
    lock table ${table} in share row exclusive mode;
    for look in 1..200 loop
      perform pg_stat_clear_snapshot();
      select application_name into writer from pg_locks join pg_stat_activity using (pid)
      where relation = '${table}'::regclass and not granted and application_name <> 'postgres.js' limit 1;
      if found then
        raise notice '%', writer;
        perform pg_sleep(0.5);
        exit;
      end if;
      perform pg_sleep(0.005);
    end loop;
  end $$`;

/** Every commit in the table tells whose it is, as it is made. */
async function onceWritten({ databaseUrl }: Parts, table: string, kill: Kill, isOver: IsOver): Promise<void> {
  const struck: Promise<void>[] = [];
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  await sql.unsafe(telling(table)).simple();
  await sql.listen('chaos', (writer) => {
    if (struck.length === 0 && isPart(writer)) struck.push(kill(writer));
  });
  while (struck.length === 0 && !isOver()) await pause(LOOK_EVERY_MS);
  await Promise.all(struck);
  await sql.end({ timeout: 1 });
}

const telling = (table: string) => `
  create or replace function chaos_written() returns trigger language plpgsql as $$
    begin perform pg_notify('chaos', current_setting('application_name')); return null; end $$;
  create or replace trigger chaos_written after insert or update on ${table} for each statement execute function chaos_written()`;

async function onceMailed({ mailbox }: Parts, kill: Kill, isOver: IsOver): Promise<void> {
  const struck: Promise<void>[] = [];
  mailbox.beforeReply = async () => {
    if (struck.length === 0) struck.push(kill('worker-1'));
    await struck[0];
  };
  while (struck.length === 0 && !isOver()) await pause(LOOK_EVERY_MS);
  mailbox.beforeReply = () => undefined;
  await Promise.all(struck);
}
