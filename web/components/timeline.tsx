/** What happened, and what is still to come (dashed): when, what, who. */
import { localDate } from '../../src/domain/time/dates.ts';
import { dateInWords } from '../../src/wording/sentences/dates.ts';

interface Event {
  id: string;
  at: string;
  who: string;
  sentence: string;
  note: string | null;
}

export interface TimelineView {
  /** The newest first. */
  events: readonly Event[];
  upcoming: readonly { id: string; sentence: string; dueOn: string }[];
}

export const timelineOf = ({ events, upcoming }: { events: readonly Event[]; upcoming: TimelineView['upcoming'] }): TimelineView => ({ events: [...events].reverse(), upcoming });

/** Local, Europe/Amsterdam. */
const timeOf = (at: string): string => new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit' }).format(new Date(at));

export const Timeline = ({ view: { events, upcoming } }: { view: TimelineView }) => (
  <>
    {upcoming.length === 0 ? null : (
      <ol class="timeline timeline--ahead" aria-label="Wat nog komt">
        {upcoming.map(({ sentence, dueOn }) => (
          <li class="timeline__one">
            <span class="timeline__when">{dateInWords(dueOn)}</span>
            {sentence}
          </li>
        ))}
      </ol>
    )}
    <ol class="timeline" aria-label="Wat er gebeurde">
      {events.map(({ at, who, sentence, note }) => (
        <li class="timeline__one">
          <span class="timeline__when">
            {dateInWords(localDate(at))}, {timeOf(at)} · {who}
          </span>
          {sentence}
          {note === null ? null : <p class="timeline__note">{note}</p>}
        </li>
      ))}
    </ol>
  </>
);
