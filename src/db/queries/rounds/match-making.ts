/** Writes of making, confirming and ending a match list. */
import type { MatchDecision } from '../../../domain/matching/matching.ts';
import { addMonths, type Instant, type LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { SIGHTING_MONTHS } from './match-input.ts';

export type DecisionRow = MatchDecision & { caseId: string; multiple: boolean; consecutive: boolean };

/** Replaces the previous list. */
export async function storeMatchList(tx: Db, { roundId, listVersion, at }: { roundId: string; listVersion: number; at: Instant }, rows: readonly DecisionRow[]): Promise<void> {
  await tx`delete from match_decisions where round_id = ${roundId}`;
  await tx`
    insert into match_decisions (round_id, signal_id, case_id, outcome, reason, new_case, multiple, consecutive, sighting)
    select ${roundId}, "signalId", "caseId", outcome, reason, "newCase", multiple, consecutive, sighting
    from jsonb_to_recordset(${tx.json(rows)}) as row("signalId" uuid, "caseId" uuid, outcome text, reason text,
      "newCase" boolean, multiple boolean, consecutive boolean, sighting boolean)`;
  await tx`update rounds set state = 'proposed', list_version = ${listVersion}, proposed_at = ${at} where id = ${roundId}`;
}

/** Marks the undecided signals for which it is doubtful whether the person objected, and unmarks all others. */
export async function markObjectionDoubts(sql: Db, roundId: string, signalIds: readonly string[]): Promise<void> {
  const ids = [...signalIds];
  await sql`update signals set objection_doubt = (id = any(${ids}::uuid[])) where round_id = ${roundId} and state = 'pending' and objection_doubt <> (id = any(${ids}::uuid[]))`;
}

/** Whether a signal waits for its match and is not on the list. */
export async function hasUnlistedSignal(tx: Db, roundId: string): Promise<boolean> {
  const missing = await tx`
    select 1 from signals s where s.round_id = ${roundId} and s.state = 'pending'
      and not exists (select 1 from match_decisions d where d.round_id = ${roundId} and d.signal_id = s.id) limit 1`;
  return missing.length > 0;
}

/** False when it is not the newest list. */
export async function markApplying(tx: Db, { roundId, listVersion, by, at }: { roundId: string; listVersion: number; by: string; at: Instant }): Promise<boolean> {
  const fixed = await tx`
    update rounds set state = 'applying', confirmed_at = ${at}, confirmed_by = ${by}, applied = 0,
      to_apply = (select count(distinct case_id) from match_decisions where round_id = ${roundId})
    where id = ${roundId} and list_version = ${listVersion}`;
  return fixed.count === 1;
}

/** Records sightings on this day at the addresses of the round's signals, and deletes old ones. */
export async function rememberSightings(tx: Db, roundId: string, seenOn: LocalDate): Promise<void> {
  await tx`
    insert into address_sightings (address_hash, round_id, seen_on)
    select distinct h.address_hash, ${roundId}, ${seenOn}::date
    from match_decisions d join signals s on s.id = d.signal_id join households h on h.id = s.household_id
    where d.round_id = ${roundId} and d.sighting
    union
    select h.address_hash, ${roundId}, ${seenOn}::date from signals s join households h on h.id = s.household_id
    where s.round_id = ${roundId} and s.crisis and s.state = 'in-case'
    on conflict do nothing`;
  await tx`delete from address_sightings where seen_on < ${addMonths(seenOn, -SIGHTING_MONTHS)}`;
}

/** Writes one mail to each creditor whose signals the match decided on. @returns the ids of the outbox rows, existing ones included */
export async function insertMatchMails(tx: Db, roundId: string, at: Instant): Promise<string[]> {
  const mails = await tx<{ id: string }[]>`
    insert into outbox (id, template, recipient, data, round_id, created_at)
    select ${`drop-outs.${roundId}.`} || creditor_id, 'drop-outs', jsonb_build_object('kind', 'creditor', 'id', creditor_id),
      jsonb_build_object('roundId', ${roundId}::text), ${roundId}, ${at}
    from (select distinct s.creditor_id from signals s join cases c on c.id = s.case_id
          where s.round_id = ${roundId} and (s.state = 'dropped' and s.replaced_by is null or s.state = 'in-case' and s.feedback_at is null and c.phase <> 'closed')) as those
    on conflict (id) do update set id = excluded.id returning id`;
  return mails.map(({ id }) => id);
}

export async function markConfirmed(tx: Db, roundId: string): Promise<void> {
  await tx`update rounds set state = 'confirmed', applied = to_apply where id = ${roundId}`;
}

/** Files that were received before the round closed and whose rows have no verdict yet. */
export async function countUnread(sql: Db, roundId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from deliveries d join rounds r on r.id = d.round_id
    where r.id = ${roundId} and d.state = 'processing' and d.received_at < case when r.by_hand then r.closed_at else least(r.closed_at, r.cut_off) end`;
  return row?.count ?? 0;
}
