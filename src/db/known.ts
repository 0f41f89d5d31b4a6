/**
 * What every request needs and what hardly ever changes, kept for seconds: who somebody is, and which days are closed. A change is
 * told by Postgres (migration 000031), so that an account that is taken away is out at once; when that message is lost, it is out as
 * soon as what is kept is too old. While nobody listens nothing is kept.
 */
import type { Calendar } from '../domain/time/calendar.ts';
import { connect, type Sql } from './connect.ts';
import type { Account } from './queries/identity/accounts.ts';
import { accountsOf, type Subject } from './queries/identity/identities.ts';
import { currentCalendar } from './queries/planning/closed-days.ts';

/** With the time that a request takes this stays well under the five seconds within which a blocked account must be out. */
const KEPT_MS = 3_000;
/** Beyond this many subjects all are forgotten, so that memory has a limit. */
const AT_MOST = 10_000;
const LISTEN_AGAIN_MS = 250;

export interface Known {
  /** Every account that a subject may act as. */
  accountsOf(who: Subject): Promise<Account[]>;
  /** The closed days by decree and those that were added. Whoever plans anew reads them in the transaction instead. */
  calendar(): Promise<Calendar>;
  /** For a process that has just changed it itself. */
  forget(): void;
  end(): Promise<void>;
}

/**
 * @param sql with the scope of the system
 * @param clock in milliseconds; it never runs backwards
 */
export function openKnown({ databaseUrl }: { databaseUrl: string }, sql: Sql, clock: () => number = () => performance.now()): Known {
  const kept = keeper(clock);
  const listening = listen(databaseUrl, kept);
  return {
    accountsOf: (who) => kept.keep(`accounts ${JSON.stringify([who.issuer, who.subject])}`, () => accountsOf(sql, who)),
    calendar: () => kept.keep('calendar', () => currentCalendar(sql)),
    forget: () => kept.forget(),
    end: () => listening.end(),
  };
}

interface Keeper {
  keep<Value>(name: string, read: () => Promise<Value>): Promise<Value>;
  /** Forgets everything. */
  forget(): void;
  /** Whether things are kept from now on. */
  keeping(is: boolean): void;
}

function keeper(clock: () => number): Keeper {
  const kept = new Map<string, { value: Promise<unknown>; until: number }>();
  let keeps = false;
  return {
    keep<Value>(name: string, read: () => Promise<Value>) {
      const found = kept.get(name);
      if (found !== undefined && clock() < found.until) return found.value as Promise<Value>;
      const value = read();
      if (!keeps) return value;
      if (kept.size >= AT_MOST) kept.clear();
      // Counted from before the reading. Kept while it is read: a message meanwhile forgets it, and those who come later read anew.
      const entry = { value, until: clock() + KEPT_MS };
      kept.set(name, entry);
      // What failed is not kept; whoever asked is told.
      value.catch(() => kept.get(name) === entry && kept.delete(name));
      return value;
    },
    forget: () => kept.clear(),
    keeping(is) {
      keeps = is;
      kept.clear();
    },
  };
}

/** On a connection of its own, opened again whenever it is lost. */
function listen(databaseUrl: string, kept: Keeper): { end(): Promise<void> } {
  let again: NodeJS.Timeout | undefined;
  let hasEnded = false;
  // The driver's own listen() does not say that it has stopped listening.
  const sql = connect(databaseUrl, { max: 1, ageless: true, onnotify: () => kept.forget(), onclose: () => start(LISTEN_AGAIN_MS) });
  const start = (afterMs: number): void => {
    kept.keeping(false);
    clearTimeout(again);
    if (hasEnded) return;
    again = setTimeout(() => {
      void sql`listen known`.then(
        () => kept.keeping(true),
        () => start(LISTEN_AGAIN_MS),
      );
    }, afterMs);
    again.unref();
  };
  start(0);
  return {
    async end() {
      hasEnded = true;
      clearTimeout(again);
      await sql.end({ timeout: 1 });
    },
  };
}
