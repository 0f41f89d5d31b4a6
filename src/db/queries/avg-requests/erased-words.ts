/** Words about an erased person: those that stay for others, and those that are deleted. */
import type { Db } from '../../connect.ts';

interface Sealed {
  id: string;
  sealed: Buffer;
}

interface SealedHandOver {
  id: string;
  service: string;
  /** The contact person at the service; null when none was named. */
  sealed: Buffer | null;
}

/** All words of a case; locked until the transaction ends. */
export async function lockWords(tx: Db, caseId: string): Promise<{ notes: Sealed[]; plans: Sealed[]; handOvers: SealedHandOver[]; complaints: Sealed[] }> {
  return {
    notes: await tx<Sealed[]>`select id, sealed from notes where case_id = ${caseId} for update`,
    plans: await tx<Sealed[]>`select id, sealed from plans where case_id = ${caseId} for update`,
    handOvers: await tx<SealedHandOver[]>`select id, contact as sealed, service from hand_overs where case_id = ${caseId} for update`,
    complaints: await tx<Sealed[]>`select id, sealed from complaint_words where case_id = ${caseId} for update`,
  };
}

export async function rewriteNote(tx: Db, id: string, sealed: Buffer): Promise<void> {
  await tx`update notes set sealed = ${sealed} where id = ${id}`;
}

export async function rewriteComplaint(tx: Db, id: string, sealed: Buffer): Promise<void> {
  await tx`update complaint_words set sealed = ${sealed} where id = ${id}`;
}

export async function rewritePlan(tx: Db, id: string, sealed: Buffer): Promise<void> {
  await tx`update plans set sealed = ${sealed} where id = ${id}`;
}

export async function rewriteHandOver(tx: Db, id: string, service: string, sealed: Buffer | null): Promise<void> {
  await tx`update hand_overs set service = ${service}, contact = ${sealed} where id = ${id}`;
}

/** Deletes the words of this request and of the person's earlier requests about the case. */
export async function removeWordsOfRequests(tx: Db, requestId: string): Promise<void> {
  await tx`
    delete from avg_words where request_id in (
      select other.id from avg_requests one join avg_requests other on other.case_id = one.case_id and other.person_id is not distinct from one.person_id where one.id = ${requestId})`;
}

/** The words of earlier requests of these persons, and their corrections. */
export async function removeWordsOfOtherRequests(tx: Db, requestId: string, personIds: readonly string[]): Promise<void> {
  await tx`
    delete from avg_words where request_id in (select id from avg_requests where person_id = any(${[...personIds]}::uuid[]) and id <> ${requestId})`;
}
