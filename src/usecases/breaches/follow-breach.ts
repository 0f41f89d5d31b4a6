/** Recording a breach of an agreement, and what is done about one. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { insertBreach, insertBreachNote, lockBreach, storeBreach, type BreachRow } from '../../db/queries/breaches/breaches.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { findAccount } from '../../db/queries/identity/accounts.ts';
import { isCreditor } from '../../db/queries/identity/reference.ts';
import { listSignals } from '../../db/queries/signals/signals.ts';
import { isOpenBreach, mayBecome, needsWords, type BreachKind, type BreachState } from '../../domain/breaches/breach.ts';
import { may } from '../../domain/identity/access.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { breachStateLabels } from '../../wording/labels/breaches.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
}

interface BreachToRecord {
  kind: BreachKind;
  /** Of the signal, where there is one. */
  creditorId?: string | undefined;
  signalId?: string | undefined;
  occurredOn: LocalDate;
  /** What happened; colleagues alone read it. */
  words: string;
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

const wrong = (field: string, rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule, message }] });

/**
 * Records what somebody saw, of a signal or of a creditor in general; the same key twice records it once.
 * @returns its id
 * @throws AppError invalid-input, not-found, forbidden; conflict when the case was anonymised
 */
export async function recordBreach({ sql, keys }: Dependencies, actor: CallingActor, { kind, creditorId, signalId, occurredOn, words, key, at }: BreachToRecord): Promise<string> {
  if (occurredOn > localDate(at)) throw wrong('occurredOn', 'not-future', 'Deze dag ligt in de toekomst; kies vandaag of eerder.');
  const about = await concerning(sql, actor, { creditorId, signalId });
  const id = idFrom(`breach ${actor.id} ${key}`);
  await sql.begin(async (tx) => {
    if (about.caseId !== null) await mustNotBeAnonymised(tx, about.caseId);
    const row = { id, key: `recorded.${id}`, kind, ...about, signalId: signalId ?? null, occurredOn, foundAt: at, recordedBy: actor.id };
    if (!(await insertBreach(tx, row))) return;
    await insertBreachNote({ sql: tx, keys }, { id: idFrom(`breach note ${id}`), breachId: id, caseId: about.caseId, state: null, authorId: actor.id, at }, words);
    await writeAudit(tx, actor, { action: 'record-breach', outcome: 'done', at, caseId: about.caseId, detail: { breachId: id, kind, creditorId: about.creditorId } });
  });
  return id;
}

async function concerning(sql: Sql, actor: CallingActor, { creditorId, signalId }: Pick<BreachToRecord, 'creditorId' | 'signalId'>): Promise<Pick<BreachRow, 'creditorId' | 'caseId' | 'municipalityCode'>> {
  if (signalId !== undefined) {
    const [signal] = await listSignals(sql, actor, { signalId }, { after: null, limit: 1 });
    if (signal === undefined) throw new AppError('not-found', 'Dit signaal bestaat niet, of is niet van u.');
    if (creditorId !== undefined && creditorId !== signal.creditorId) throw wrong('creditorId', 'signal', 'Dit signaal is van een andere schuldeiser; laat dit weg.');
    const found = await findCase(sql, actor, signal.caseId);
    return { creditorId: signal.creditorId, caseId: signal.caseId, municipalityCode: found?.municipalityCode ?? actor.municipalityCode };
  }
  if (creditorId === undefined) throw wrong('creditorId', 'required', 'Noem de schuldeiser, of het signaal waar het om gaat.');
  if (!(await isCreditor(sql, creditorId))) throw wrong('creditorId', 'exists', 'Deze schuldeiser bestaat niet.');
  return { creditorId, caseId: null, municipalityCode: actor.municipalityCode };
}

interface FollowUp {
  breachId: string;
  state?: BreachState | undefined;
  ownerId?: string | undefined;
  words?: string | undefined;
  key: string;
  at: Instant;
}

/**
 * What was done about a breach: a note, who sees to it, what it has become. From when it was raised its creditor sees it, not what was written.
 * The same key twice does it once.
 * @throws AppError not-found, forbidden, invalid-input, action-refused
 */
export async function followBreach({ sql, keys }: Dependencies, actor: CallingActor, { breachId, state, ownerId, words, key, at }: FollowUp): Promise<void> {
  if (state === undefined && ownerId === undefined && words === undefined) throw wrong('words', 'required', 'Zeg wat er is gedaan, wie het oppakt of hoe het nu staat.');
  await sql.begin(async (tx) => {
    const row = await lockBreach(tx, breachId);
    if (row === null) throw new AppError('not-found', 'Deze schending bestaat niet, of is niet van u.');
    mustBeTheirs(actor, row.municipalityCode);
    const noteId = idFrom(`breach note ${breachId} ${actor.id} ${key}`);
    if (!(await insertBreachNote({ sql: tx, keys }, { id: noteId, breachId, caseId: row.caseId, state: state ?? null, authorId: actor.id, at }, words))) return;
    if (state !== undefined) mustFit(row, state, words);
    if (ownerId !== undefined) await mustFollow(tx, row, ownerId);
    const today = localDate(at);
    const became = state === undefined ? {} : { state, ...(state === 'raised' ? { raisedOn: row.raisedOn ?? today } : {}), endedOn: isOpenBreach(state) ? null : today };
    if (state !== undefined || ownerId !== undefined) await storeBreach(tx, breachId, { ...became, ...(ownerId === undefined ? {} : { ownerId }) });
    await writeAudit(tx, actor, { action: 'follow-breach', outcome: 'done', at, caseId: row.caseId, detail: { breachId, noteId, commandId: key, ...(state === undefined ? {} : { state }), ...(ownerId === undefined ? {} : { ownerId }) } });
  });
}

function mustFit({ state: from }: BreachRow, to: BreachState, words: string | undefined): void {
  if (!mayBecome(from, to)) throw new AppError('action-refused', `Dit kan nu niet: ${breachStateLabels[from].toLowerCase()}.`, { extra: { state: from } });
  if (needsWords(from, to) && words === undefined) throw wrong('words', 'required', 'Zeg erbij waarom.');
}

async function mustFollow(tx: Db, { municipalityCode }: BreachRow, ownerId: string): Promise<void> {
  const owner = await findAccount(tx, ownerId);
  const reaches = owner !== null && may(owner.role, 'follow-breaches') && (owner.municipalityCode === null || owner.municipalityCode === municipalityCode);
  if (!reaches) throw wrong('ownerId', 'may-follow', 'Kies een projectleider of iemand van het meldpunt die hierover gaat.');
}
