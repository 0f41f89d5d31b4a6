/**
 * All that a month leaves in Postgres, without ids, keys and times of day: two runs of the same month give the same
 * picture, however they went.
 */
import type { Sql } from '../../src/db/connect.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { noteText, person } from '../../src/privacy/personal.ts';

/** A line for each thing there is, sorted. */
export type Picture = readonly string[];

export async function pictureOf(sql: Sql, keys: KeyStore): Promise<Picture> {
  const parts = await Promise.all([
    sql<Line[]>`
      select 'delivery' as what, null as place, null as ending, jsonb_build_array(creditor_id, same_file, receipt is not null, rows, accepted, duplicates, refused, replaced, placed, state) as line
      from deliveries where state <> 'receiving'`,
    sql<Line[]>`
      select 'round' as what, null as place, null as ending, jsonb_build_array(id, state, list_version, to_apply, applied, confirmed_by) as line from rounds`,
    sql<Line[]>`
      select 'row' as what, null as place, null as ending, jsonb_build_array(d.creditor_id, d.same_file, r.line, r.reference, r.verdict, r.problems is not null) as line
      from delivery_rows r join deliveries d on d.id = r.delivery_id`,
    sql<Line[]>`
      select 'case' as what, b.address_key as place, c.ending, jsonb_build_array(c.phase, c.result, c.crisis, c.multiple, c.consecutive, c.signal_count, c.total_cents, c.visits,
        c.next_due_on, c.next_due_kind, c.undecided, c.help_accepted, c.paused_at is not null, c.team_id, c.caseworker_id,
        (select jsonb_agg(a - 'id' - 'recordedAt') from jsonb_array_elements(c.state->'attempts') a), c.state->'cycle', c.seq) as line
      from cases c join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash`,
    sql<Line[]>`
      select 'signal' as what, b.address_key as place, c.ending, jsonb_build_array(s.creditor_id, s.reference, s.amount_cents, s.state, s.reason, s.crisis, s.replaced_by is not null, s.placed_at is not null, s.taken_out_at is not null) as line
      from signals s join cases c on c.id = s.case_id join households h on h.id = s.household_id left join address_book b on b.address_hash = h.address_hash`,
    sql<Line[]>`
      select 'deadline' as what, b.address_key as place, c.ending, jsonb_build_array(d.kind, d.state, d.owner, d.creditor_id, d.term, d.due_on, d.due_before, d.warns_at, d.warned_at is not null, d.breached_at, d.ended_at is not null, d.remaining,
        (select jsonb_agg(change->'kind') from jsonb_array_elements(d.changes) change)) as line
      from deadlines d left join cases c on c.id = d.case_id left join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash`,
    sql<Line[]>`
      select 'event' as what, b.address_key as place, c.ending, jsonb_build_array(t.type, t.actor_id, t.note_id is not null) as line
      from timeline t join cases c on c.id = t.case_id join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash`,
    sql<Line[]>`
      select 'mail' as what, b.address_key as place, c.ending, jsonb_build_array(o.template, o.recipient, o.delivery_id is not null, o.sent_at is not null, o.failed_at is not null) as line
      from outbox o left join cases c on c.id = o.case_id left join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash
      where o.template <> 'new-cases'`,
    sql<Line[]>`
      select 'done' as what, b.address_key as place, c.ending, jsonb_build_array(action, actor_id) as line
      from (select distinct action, actor_id, case_id, detail->>'commandId' as command, case when action in ('note-added', 'complaint-filed') then note_id end as note from audit_log where outcome = 'done') a
      left join cases c on c.id = a.case_id left join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash
      where action <> 'propose-change' and action not like 'read-%' and action not like 'list-%'`,
    sql<Line[]>`
      select 'change' as what, null as place, null as ending, jsonb_build_array(because, state, total, confirmed_by) as line from changes where state <> 'proposed'`,
    sql<Line[]>`
      select 'decision' as what, b.address_key as place, c.ending, jsonb_build_array(s.creditor_id, s.reference, d.outcome, d.reason, d.new_case, d.multiple, d.consecutive, d.sighting, d.applied_at is not null) as line
      from match_decisions d join signals s on s.id = d.signal_id join cases c on c.id = d.case_id join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash`,
  ]);
  return [...parts.flat(), ...(await sealedWords(sql, keys))].map(({ what, place, ending, line }) => `${what} ${place ?? '-'} ${ending ?? '-'} ${JSON.stringify(line)}`).sort();
}

/** What was written of people, opened: it must still be there, and readable. */
async function sealedWords(sql: Sql, keys: KeyStore): Promise<Line[]> {
  const notes = await sql<{ id: string; caseId: string; kind: string; sealed: Buffer; place: string | null; ending: string | null }[]>`
    select n.id, n.case_id, n.kind, n.sealed, b.address_key as place, c.ending
    from notes n join cases c on c.id = n.case_id join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash`;
  const persons = await sql<{ id: string; sealed: Buffer; sealedFor: string }[]>`select id, sealed, sealed_for from persons`;
  const found = await keys.find([...notes.map(({ caseId }) => caseId), ...persons.map(({ sealedFor }) => sealedFor)]);
  return [
    ...notes.map(({ id, caseId, kind, sealed, place, ending }) => ({ what: 'note', place, ending, line: [kind, noteText.open(found, caseId, id, sealed)] })),
    ...persons.map(({ id, sealed, sealedFor }) => ({ what: 'person', place: null, ending: null, line: person.open(found, sealedFor, id, sealed) })),
  ];
}

interface Line {
  what: string;
  place: string | null;
  ending: string | null;
  line: unknown;
}

/** What one picture has and the other has not, each as often as it is too many. */
export function differencesBetween(undisturbed: Picture, disturbed: Picture): string[] {
  const left = [...disturbed];
  const missing = undisturbed.filter((line) => {
    const found = left.indexOf(line);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
  return [...missing.map((line) => `missing: ${line}`), ...left.map((line) => `too many: ${line}`)];
}
