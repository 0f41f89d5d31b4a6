/** Which mails a colleague gets: the own settings and nobody else's. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { keepWanted, wantedBy, type Wanted } from '../../db/queries/outreach/notifications.ts';
import { notificationKinds, type NotificationKind } from '../../domain/outreach/notifications.ts';
import type { Instant } from '../../domain/time/dates.ts';

export async function readNotifications(sql: Sql, { id, role }: CallingActor) {
  const { off, dailyAt } = await wantedBy(sql, id);
  const theirs = notificationKinds.filter(({ roles }) => (roles as readonly string[]).includes(role));
  return { mails: theirs.map(({ code, label }) => ({ code, label, on: !off.includes(code) })), dailyAt };
}

/** The same again changes nothing. */
export async function changeNotifications(sql: Sql, actor: CallingActor, wanted: { off: NotificationKind[]; dailyAt: string | null }, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    const off = [...new Set(wanted.off)].sort();
    const found = await wantedBy(tx, actor.id);
    const text = (one: Wanted) => JSON.stringify([one.off, one.dailyAt]);
    if (text(found) === text({ off, dailyAt: wanted.dailyAt })) return;
    await keepWanted(tx, actor.id, { off, dailyAt: wanted.dailyAt });
    await writeAudit(tx, actor, { action: 'change-notifications', outcome: 'done', at, detail: { off, dailyAt: wanted.dailyAt } });
  });
}
