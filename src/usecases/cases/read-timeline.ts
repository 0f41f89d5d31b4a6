import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { deadlinesOfCase, findCase } from '../../db/queries/cases/case-detail.ts';
import { namesFor, timelineOf, wordsOf } from '../../db/queries/cases/timeline.ts';
import { messagesAbout } from '../../db/queries/outreach/case-messages.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { AppError } from '../../errors.ts';
import { roleLabels } from '../../wording/labels/labels.ts';
import { mailLabels, messageStateLabels, recipientLabels } from '../../wording/labels/mail.ts';
import { eventSentence, futureSentence, referredTo } from '../../wording/sentences/timeline.ts';

/** What happened in a case, what was sent about it and what is still due, as sentences, oldest first. @throws AppError not-found */
export async function readTimeline({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, caseId: string) {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const [rows, words, deadlines, messages] = await Promise.all([timelineOf(sql, caseId), wordsOf({ sql, keys }, caseId), deadlinesOfCase(sql, caseId), messagesAbout(sql, caseId)]);
  const names = await namesFor(sql, referredTo(rows.map(({ data }) => data)));
  await writeAudit(sql, actor, { action: 'read-timeline', outcome: 'done', caseId });
  return {
    events: rows.filter(({ event }) => !movedNothing(event)).map(({ actorName, noteId, changeReason, event, ...row }) => ({ ...row, note: words.get(noteId ?? '') ?? changeReason, who: actorName ?? roleLabels[row.actorRole], sentence: eventSentence(event, names, row.at) })),
    messages: messages.map(({ template, recipient, recipientName, ...message }) => ({ ...message, about: mailLabels[template], to: { ...recipient, name: recipientName ?? recipientLabels[recipient.kind] }, stateLabel: messageStateLabels[message.state] })),
    upcoming: deadlines
      .filter(({ endedAt, state }) => endedAt === null && state !== 'paused')
      .map(({ id, kind, owner, dueOn, dueBefore, state }) => ({ id, kind, owner, dueOn, dueBefore, state, sentence: futureSentence({ kind, dueOn }) })),
  };
}

/** Every running case is told of a changed calendar; whoever reads its timeline is told where something moved. */
const movedNothing = (event: CaseEvent): boolean => event.type === 'replanned' && event.data.moved + event.data.late + event.data.room === 0;
