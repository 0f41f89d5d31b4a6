/** What the overview of the day says to a colleague: case numbers, kinds and days. */
import type { Role } from '../../../domain/case/lifecycle.ts';
import { DEFAULT_DAILY_AT, dailyRoles } from '../../../domain/outreach/notifications.ts';
import type { DeadlineKind } from '../../../domain/planning/policy.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface Reader {
  id: string;
  role: Role;
  municipalityCode: string | null;
  teamId: string | null;
}

export interface DueItem {
  kind: DeadlineKind;
  dueOn: LocalDate;
  caseId: string | null;
  caseNumber: string | null;
  roundId: string | null;
}

export interface NewItem {
  caseId: string;
  caseNumber: string | null;
}

/** Those for whom it is time and who have not had today's. */
export const readersAt = (db: Db, { today, time }: { today: LocalDate; time: string }) => db<Reader[]>`
  select a.id, a.role, a.municipality_code, a.team_id from accounts a left join account_notifications n on n.account_id = a.id
  where a.role = any(${[...dailyRoles]}) and a.blocked_at is null and a.left_at is null
    and case when n.account_id is null then ${DEFAULT_DAILY_AT} else n.daily_at end <= ${time} and n.told_on is distinct from ${today}::date
  order by a.id`;

export async function findReader(db: Db, id: string): Promise<Reader | null> {
  return (await db<Reader[]>`select id, role, municipality_code, team_id from accounts where id = ${id} and blocked_at is null and left_at is null`)[0] ?? null;
}

/** A caseworker's are those in the own name, and those of the team that are in nobody's. */
const ofReader = (db: Db, { id, role, municipalityCode, teamId }: Reader) =>
  role === 'caseworker' ? db`(c.caseworker_id = ${id} or c.caseworker_id is null and c.team_id = ${teamId})` : db`(${municipalityCode}::text is null or c.municipality_code = ${municipalityCode})`;

/** A project leader sees of others what is late. */
const owned = (db: Db, { role }: Reader, today: LocalDate) => (role === 'project-leader' ? db`(d.owner = 'project-leader' or d.owner in ('caseworker', 'desk') and d.due_on < ${today}::date)` : db`d.owner = ${role}`);

/** What runs and is to be done by that day, the oldest first. */
export const dueFor = (db: Db, reader: Reader, { today, until }: { today: LocalDate; until: LocalDate }) => db<DueItem[]>`
  select d.kind, d.due_on, d.case_id, c.number as case_number, d.round_id from deadlines d left join cases c on c.id = d.case_id
  where d.ended_at is null and d.state <> 'paused' and d.due_on <= ${until}::date and d.avg_request_id is null and d.complaint_id is null and ${owned(db, reader, today)} and ${ofReader(db, reader)}
  order by d.due_on, d.id`;

/** What came since: a caseworker's after the go, the desk's after the match. */
export const newFor = (db: Db, reader: Reader, since: Instant) => db<NewItem[]>`
  select c.id as case_id, c.number as case_number from cases c
  where ${ofReader(db, reader)} and ${
    reader.role === 'caseworker' ? db`c.phase = 'visiting' and exists (select from timeline t where t.case_id = c.id and t.type = 'go' and t.at >= ${since})`
    : reader.role === 'desk' ? db`c.phase = 'triage' and c.matched_at >= ${since}`
    : db`false`
  } order by c.number, c.id`;
