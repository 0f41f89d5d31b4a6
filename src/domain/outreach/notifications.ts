/** Which mails a colleague can do without, and when the overview of the day comes. */
import type { Role } from '../case/lifecycle.ts';

export const notificationKinds = [
  { code: 'crisis', label: 'Een crisissignaal', roles: ['caseworker', 'desk'] },
  { code: 'match-list', label: 'Een matchlijst die op u wacht', roles: ['desk'] },
  { code: 'new-cases', label: 'Nieuwe zaken van uw team', roles: ['caseworker'] },
  { code: 'deadlines', label: 'Termijnen die bijna aflopen of verlopen zijn', roles: ['desk', 'project-leader'] },
] as const satisfies { code: string; label: string; roles: Role[] }[];
export type NotificationKind = (typeof notificationKinds)[number]['code'];
export const notificationCodes = notificationKinds.map(({ code }) => code) as [NotificationKind, ...NotificationKind[]];

/** Those to whom an overview of the day is sent. */
export const dailyRoles = ['caseworker', 'desk', 'project-leader'] as const satisfies Role[];
export const DEFAULT_DAILY_AT = '07:30';

const kinds: Readonly<Record<string, NotificationKind>> = { crisis: 'crisis', 'match-list': 'match-list', 'new-cases': 'new-cases', 'deadline-warning': 'deadlines', 'deadline-breach': 'deadlines' };

/** Null for a mail that everybody it concerns gets. */
export const notificationOf = (template: string): NotificationKind | null => kinds[template] ?? null;
