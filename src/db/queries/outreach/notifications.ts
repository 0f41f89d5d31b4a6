/** Which mails a colleague wants. */
import { DEFAULT_DAILY_AT, type NotificationKind } from '../../../domain/outreach/notifications.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface Wanted {
  off: NotificationKind[];
  /** 'HH:MM' in Europe/Amsterdam; null: no overview. */
  dailyAt: string | null;
}

export async function wantedBy(db: Db, accountId: string): Promise<Wanted> {
  return (await db<Wanted[]>`select off, daily_at from account_notifications where account_id = ${accountId}`)[0] ?? { off: [], dailyAt: DEFAULT_DAILY_AT };
}

export async function keepWanted(tx: Db, accountId: string, { off, dailyAt }: Wanted): Promise<void> {
  await tx`
    insert into account_notifications (account_id, off, daily_at) values (${accountId}, ${off}, ${dailyAt})
    on conflict (account_id) do update set off = excluded.off, daily_at = excluded.daily_at`;
}

/** False when it was noted before. */
export async function noteTold(tx: Db, accountId: string, today: LocalDate): Promise<boolean> {
  const { count } = await tx`
    insert into account_notifications (account_id, told_on) values (${accountId}, ${today})
    on conflict (account_id) do update set told_on = excluded.told_on where account_notifications.told_on is distinct from excluded.told_on`;
  return count > 0;
}
