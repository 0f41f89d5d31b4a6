import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { avgWordsOf, findAvgRequest, type AvgEffects } from '../../db/queries/avg-requests/avg-requests.ts';
import { recipientsOf } from '../../db/queries/avg-requests/recipients.ts';
import { findCase, personsOfCase, type PersonRow } from '../../db/queries/cases/case-detail.ts';
import type { AvgGround, AvgKind, AvgState } from '../../domain/rights/avg-request.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, type SealedAddress } from '../../privacy/personal.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

/** What the letter about a request holds. */
export interface AvgLetter {
  requestId: string;
  kind: AvgKind;
  state: AvgState;
  municipality: string;
  /** Whoever it is to; null once the name is erased. */
  to: { name: string; street: string; place: string } | null;
  /** The day on the letter. */
  on: LocalDate;
  receivedOn: LocalDate;
  /** The last day for the answer. */
  dueOn: LocalDate | null;
  extendedTo: LocalDate | null;
  extensionReason: string | null;
  ground: AvgGround | null;
  answer: string | null;
  /** Names of fields of a person that were corrected. */
  corrected: readonly string[];
  effects: AvgEffects;
  /** Names of the creditors that were told of a correction or an erasure. */
  told: readonly string[];
}

/** What the letter about a request says as it stands: receipt, more time, decision. @throws AppError not-found */
export async function writeAvgLetter({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, requestId: string): Promise<AvgLetter> {
  const request = await findAvgRequest(sql, requestId);
  const row = request === null ? null : await findCase(sql, actor, request.caseId);
  if (request === null || row === null) throw new AppError('not-found', 'Dit verzoek bestaat niet, of is niet van u.');
  mustBeTheirs(actor, request.within);
  const { caseId, personId, kind, state, receivedOn, decidedAt, decidedOn, dueOn, extendedTo, extendedAt, extendedOn, ground, effects } = request;
  const [words, persons, found, recipients] = await Promise.all([avgWordsOf({ sql, keys }, [requestId]), personsOfCase({ sql, keys }, caseId), keys.find([caseId]), recipientsOf(sql, { id: requestId, caseId })]);
  await writeAudit(sql, actor, { action: 'read-avg-letter', outcome: 'done', caseId, detail: { requestId, state } });
  const answer = words.get(request.answerId ?? '');
  return {
    ...{ requestId, kind, state, receivedOn, dueOn, extendedTo, ground, effects },
    municipality: row.municipality,
    to: addresseeOf(persons.find(({ id }) => id === personId), address.open(found, caseId, caseId, row.address)),
    on: decidedOn ?? (decidedAt === null ? extendedOn : null) ?? localDate(decidedAt ?? extendedAt ?? new Date().toISOString()),
    extensionReason: words.get(request.extensionId ?? '')?.words ?? null,
    answer: answer?.words ?? null,
    told: recipients.map(({ creditor }) => creditor),
    corrected: Object.keys(answer?.correction ?? {}),
  };
}

/** About an address alone there is no name; whoever sends it knows who asked. */
function addresseeOf(person: PersonRow | undefined, home: SealedAddress | null): AvgLetter['to'] {
  if (home === null) return null;
  const house = `${home.houseNumber}${home.addition === '' ? '' : ` ${home.addition}`}`;
  return {
    name: person === undefined ? 'de bewoner' : `${person.initials} ${person.lastName}`.trim(),
    street: person === undefined ? `Huisnummer ${house}` : `${person.street} ${house}`,
    place: `${home.postcode} ${home.place}`,
  };
}
