/** Which messages left about a case: what kind, to whom and how far they are; not what they say. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import type { MailRecipient, TemplateName } from './outbox.ts';

export interface CaseMessage {
  template: TemplateName;
  recipient: MailRecipient;
  /** Of a creditor, or of the team that the case has now. */
  recipientName: string | null;
  at: Instant;
  /** Of a mail that goes in an overview: when that left. */
  sentAt: Instant | null;
  state: MessageState;
}
export type MessageState = 'sent' | 'waiting' | 'held' | 'failed' | 'skipped';

/** Oldest first. A mail that was made of several is told of by each of those. */
export const messagesAbout = (sql: Db, caseId: string) => sql<CaseMessage[]>`
  select o.template, o.recipient, case o.recipient->>'kind' when 'creditor' then c.name when 'team' then t.name end as recipient_name, o.created_at as at, coalesce(whole.sent_at, o.sent_at) as sent_at,
    case when o.skipped_at is not null then 'skipped' when coalesce(whole.failed_at, o.failed_at) is not null then 'failed' when coalesce(whole.sent_at, o.sent_at) is not null then 'sent'
      when o.held_until is not null then 'held' else 'waiting' end as state
  from outbox o left join outbox whole on whole.id = o.digest_id
  left join creditors c on o.recipient->>'kind' = 'creditor' and c.id = o.recipient->>'id'
  left join cases on cases.id = o.case_id left join teams t on t.id = cases.team_id
  where o.case_id = ${caseId} and not o.data ? 'caseIds' order by o.created_at, o.id`;
