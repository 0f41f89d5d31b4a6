import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { CallingActor } from '../actor.ts';
import type { Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { localDate, type Instant, type LocalDate } from '../domain/dates.ts';
import { answerOf } from '../engine.ts';
import { AppError } from '../errors.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { person } from '../privacy/personal.ts';
import { rematch } from '../../workflows/messages.ts';
import { anonymisedError } from './anonymised.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
}

export interface Objection {
  id: string;
  filedOn: LocalDate;
  withdrawnOn: LocalDate | null;
}

/**
 * Files the objection of the person that a signal is about: this person's signals lead to no case any more, at whatever
 * address, from the next match list on. Without a date of birth it holds at that address alone: elsewhere somebody else
 * may have the name. A person who has an objection on file keeps that one. Closing a case that runs
 * is an action on the case.
 * @throws AppError not-found; conflict when the signal was anonymised
 */
export async function fileObjection({ sql, keys, temporal }: Dependencies & { keys: KeyStore }, actor: CallingActor, { signalId, at }: { signalId: string; at: Instant }): Promise<Objection> {
  const objection = await sql.begin(async (tx) => {
    const [found] = await tx<{ id: string; personKey: string | null; sealed: Buffer | null; sealedFor: string; caseId: string; addressHash: string }[]>`
      select p.id, p.person_key, p.sealed, p.sealed_for, s.case_id, h.address_hash
      from signals s join persons p on p.id = s.person_id join households h on h.id = s.household_id where s.id = ${signalId} for update of p`;
    if (found === undefined) throw new AppError('not-found', 'Dit signaal bestaat niet.');
    const { id, personKey, sealed, sealedFor, caseId } = found;
    if (personKey === null) throw anonymisedError();
    const addressHash = person.open(await keys.find([sealedFor]), sealedFor, id, sealed)?.birthDate === null ? found.addressHash : null;
    const [known] = await tx<Objection[]>`select id, filed_on, withdrawn_on from objections where person_key = ${personKey} and address_hash is not distinct from ${addressHash} and withdrawn_on is null`;
    if (known !== undefined) return known;
    const row = { id: randomUUID(), personKey, addressHash, filedOn: localDate(at), filedBy: actor.id };
    await tx`insert into objections ${tx(row)}`;
    await writeAudit(tx, actor, { action: 'file-objection', outcome: 'done', at, caseId, detail: { objectionId: row.id, signalId } });
    return { id: row.id, filedOn: row.filedOn, withdrawnOn: null };
  });
  await rematchProposedRounds({ sql, temporal }, objection.id);
  return objection;
}

/**
 * Takes an objection back: signals from the next match list on count again.
 * @throws AppError not-found
 */
export async function withdrawObjection({ sql, temporal }: Dependencies, actor: CallingActor, { objectionId, at }: { objectionId: string; at: Instant }): Promise<Objection> {
  const [objection] = await sql<Objection[]>`
    update objections set withdrawn_on = coalesce(withdrawn_on, ${localDate(at)}::date) where id = ${objectionId} returning id, filed_on, withdrawn_on`;
  if (objection === undefined) throw new AppError('not-found', 'Dit bezwaar bestaat niet.');
  await writeAudit(sql, actor, { action: 'withdraw-objection', outcome: 'done', at, detail: { objectionId } });
  await rematchProposedRounds({ sql, temporal }, objectionId);
  return objection;
}

/** A match list that is not confirmed yet must not hold the person's signals, or hold them again. */
async function rematchProposedRounds({ sql, temporal }: Dependencies, objectionId: string): Promise<void> {
  const rounds = await sql<{ id: string }[]>`
    select distinct r.id from objections o
    join persons p on p.person_key = o.person_key join signals s on s.person_id = p.id and s.state = 'pending'
    join rounds r on r.id = s.round_id and r.state in ('matching', 'proposed')
    where o.id = ${objectionId}`;
  for (const { id } of rounds) {
    await answerOf(temporal, () => temporal.workflow.getHandle(`round-${id}`).signal(rematch)).catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  }
}
