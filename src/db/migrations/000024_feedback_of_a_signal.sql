-- Feedback belongs to a signal: creditors of one case may hear other things, at other times, and what joins after the feedback
-- is fed back by itself. So does the suspension of collection that follows from it.
alter table signals
  add column feedback_id uuid,
  add column feedback_at timestamptz,
  add column help_accepted boolean not null default false;

-- Until now one feedback was that of every signal that was in the case when it was sent.
update signals set feedback_id = sent.id, feedback_at = sent.at, help_accepted = sent.help_accepted
from (
  select distinct on (case_id) case_id, at, (data->>'feedbackId')::uuid as id, coalesce((data->>'helpAccepted')::boolean, false) as help_accepted
  from timeline where type = 'feedback-sent' order by case_id, at desc, timeline.id desc
) sent
where sent.case_id = signals.case_id and signals.state = 'in-case' and (signals.decided_at is null or signals.decided_at <= sent.at);
