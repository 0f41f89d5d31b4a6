/** The e-mail addresses of the recipients of a mail. */
import type { ContactSubject } from '../../../domain/agreements/contact.ts';
import type { DigestKind } from '../../../domain/outreach/digest.ts';
import type { NotificationKind } from '../../../domain/outreach/notifications.ts';
import type { Db } from '../../connect.ts';

type Addresses = Promise<{ email: string }[]>;

/** Of its people for mail of this subject; where there are none its own address. `single`: the kinds of which each mail comes by itself. */
export const addressOfCreditor = (db: Db, id: string, about: ContactSubject) => db<{ email: string; single: DigestKind[] }[]>`
  with named as (select email, single from creditor_contacts where creditor_id = ${id} and (cardinality(about) = 0 or ${about} = any(about)))
  select email, single from named union select email, '{}' from creditors where id = ${id} and not exists (select 1 from named) order by email`;

/** The addresses of a case's team, when it works for the case's municipality. */
export const addressOfTeam = (db: Db, caseId: string | null): Addresses => db<{ email: string }[]>`
  select t.email from cases c join teams t on t.id = c.team_id and t.municipality_code = c.municipality_code where c.id = ${caseId} and trim(t.email) <> ''`;

/**
 * The addresses of everybody with the role, of the region or of the case's municipality. Mail that belongs to no case, such as that about a
 * round, a nightly check or a regional request, goes to the region alone. Mail about a request under the AVG goes to those who may
 * handle it. Mail about a complaint goes to whoever handles it too, and never to whom it is about.
 */
export const addressesOfColleagues = (db: Db, role: string, { caseId, deadlineId, kind }: { caseId: string | null; deadlineId: string | null; kind: NotificationKind | null }) => db<{ email: string; isOff: boolean }[]>`
  with complaint as (select c.municipality_code, c.owner_id, c.about_account_id from deadlines d join complaints c on c.id = d.complaint_id where d.id = ${deadlineId})
  select email, coalesce(${kind}::text = any(n.off), false) as is_off from accounts left join account_notifications n on n.account_id = accounts.id
  where blocked_at is null and left_at is null and id is distinct from (select about_account_id from complaint)
    and (id = (select owner_id from complaint) or (role = ${role} and (municipality_code is null or municipality_code = coalesce(
    (select municipality_code from cases where id = ${caseId}),
    (select municipality_code from complaint),
    (select r.within from deadlines d join avg_requests r on r.id = d.avg_request_id where d.id = ${deadlineId})))))
  order by id`;

/** The case's caseworker, or while it has none all of its team, as far as they want it. */
export const addressesOfTeamsPeople = (db: Db, caseId: string | null, kind: NotificationKind): Addresses => db<{ email: string }[]>`
  select a.email from cases c join accounts a on a.role = 'caseworker' and a.municipality_code = c.municipality_code and case when c.caseworker_id is null then a.team_id = c.team_id else a.id = c.caseworker_id end
  left join account_notifications n on n.account_id = a.id
  where c.id = ${caseId} and a.blocked_at is null and a.left_at is null and not coalesce(${kind} = any(n.off), false) order by a.id`;

export const addressOfAccount = (db: Db, id: string): Addresses => db<{ email: string }[]>`select email from accounts where id = ${id} and blocked_at is null and left_at is null`;
