/** The rows of the demo's past: of a case those that the self-check expects after its steps, and of the rest what the use cases would have stored. */
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { expectedTables } from '../../src/history/expected.ts';
import { contentHash, keyedHash, nameIndexes, numberHash, personKey } from '../../src/keyed-hash.ts';
import { contact, address, noteText, person, planBody } from '../../src/privacy/personal.ts';
import { planCodesOf } from '../../src/domain/case/plan/plan.ts';
import type { PastRows } from '../../src/db/queries/demo/past.ts';
import { plusMs } from './calendar.ts';
import type { PastCase } from './population.ts';

/** The run that was lived before the engine's own: the next one carries its state on. */
export const CARRIED_ON = 'CONTINUED_AS_NEW';

interface Sealing {
  keys: ReadonlyMap<string, Buffer>;
  hashKey: string;
  now: string;
}

type Rows = Partial<PastRows>;

export async function rowsOfCase(past: PastCase, sealing: Sealing): Promise<Rows> {
  const expected = stepsOf(past);
  return { ...whoAndWhere(past, sealing, expected), ...written(past, sealing), ...(await historyOf(past, sealing)) };
}

type Expected = ReturnType<typeof stepsOf>;

function stepsOf({ life: { state, records }, words: { plans, feedbacks } }: PastCase) {
  const codes = { plans: new Map(plans.map(({ id, body }) => [id, planCodesOf(body)])), feedbacks: new Map(feedbacks.map(({ id, body }) => [id, body])) };
  return expectedTables({ state, records, origins: [], after: 0 }, { timeline: new Map(), written: codes });
}

const all = (rows: ReadonlyMap<string, Record<string, unknown>>): Record<string, unknown>[] => [...rows.values()];

function whoAndWhere(past: PastCase, { keys, hashKey }: Sealing, expected: Expected): Rows {
  const { id, householdId, municipalityCode, round, life, consecutive } = past;
  const counted = life.state.signals.filter(({ state }) => state === 'in-case').map((one) => past.signals.find((signal) => signal.id === one.id)).filter((signal) => signal !== undefined);
  const totals = { signalCount: counted.length, totalCents: counted.reduce((sum, { amountCents }) => sum + amountCents, 0), crisis: counted.some(({ crisis }) => crisis) };
  const [stored = {}] = all(expected.cases);
  const isMultiple = counted.length > 1;
  return {
    households: [{ id: householdId, addressHash: keyedHash(hashKey, past.address.key), numberHash: numberHash(hashKey, past.address), municipalityCode }],
    cases: [{ id, householdId, municipalityCode, roundId: round.id, openedAt: past.signals[0]?.receivedAt, address: address.seal(keys, id, id, past.address), multiple: isMultiple, consecutive: isMultiple && consecutive, ...totals, ...stored }],
    ...signalRows(past, { keys, hashKey }, expected),
    deadlines: all(expected.deadlines),
    timeline: all(expected.timeline).map((row) => ({ ...row, recordedAt: row['at'] })),
    // Nobody is mailed about the past.
    outbox: all(expected.outbox).map((row) => ({ ...row, sentAt: plusMs(String(row['createdAt']), 4_000), tries: 1 })),
    case_facts: all(expected.case_facts),
  };
}

function signalRows(past: PastCase, { keys, hashKey }: Pick<Sealing, 'keys' | 'hashKey'>, expected: Expected): Rows {
  const { id: caseId, householdId, municipalityCode, round, life, person: who } = past;
  const decidedAt = life.records.find(({ signals }) => signals.length > 0)?.at ?? null;
  const crisis = { onReceipt: { outcome: 'in-case', reason: 'crisis' } };
  const signals = past.signals.map((signal) => {
    const { id, creditorId, receivedAt, ...rest } = signal;
    const stood = expected.signals.get(id) ?? {};
    const told = { feedbackId: null, feedbackAt: null, helpAccepted: false };
    const content = contentHash(hashKey, { ...signal, address: past.address.key });
    return { id, creditorId, householdId, municipalityCode, personId: id, legalForm: '', warm: false, objectionDoubt: false, contentHash: content, onReceipt: null, ...(signal.crisis ? crisis : {}), ...rest, receivedAt, placedAt: plusMs(receivedAt, 9_000), decidedAt, ...told, ...stood };
  });
  return {
    signals,
    persons: past.signals.map(({ id }) => ({ id, sealed: person.seal(keys, caseId, id, who), sealedFor: caseId, personKey: personKey(hashKey, who), ...nameIndexes(hashKey, who.lastName) })),
    match_decisions: signals.map(({ id, ...row }) => {
      const { state: outcome, reason } = row as { state?: unknown; reason?: unknown };
      return { roundId: round.id, signalId: id, caseId, outcome, reason, newCase: outcome === 'in-case', sighting: outcome === 'in-case', multiple: past.signals.length > 1, consecutive: past.signals.length > 1 && past.consecutive, appliedAt: decidedAt };
    }),
    address_sightings: life.state.ending === 'drop-out' ? [] : [{ addressHash: keyedHash(hashKey, past.address.key), roundId: round.id, seenOn: round.cutOff.slice(0, 10) }],
  };
}

function written({ id: caseId, words: { notes, plans, feedbacks } }: PastCase, { keys }: Pick<Sealing, 'keys'>): Rows {
  return {
    notes: notes.map(({ id, text, authorId, at }) => ({ id, caseId, kind: 'reason', sealed: noteText.seal(keys, caseId, id, text), authorId, createdAt: at })),
    plans: plans.map(({ id, body, authorId, at }) => ({ id, caseId, sealed: planBody.seal(keys, caseId, id, { ...body }), codes: planCodesOf(body), authorId, createdAt: at })),
    hand_overs: plans.map(({ id, body: { handOver }, at }) => ({ id, caseId, service: handOver.service, contact: handOver.contact === undefined ? null : contact.seal(keys, caseId, id, handOver.contact), offeredAt: at })),
    feedbacks: feedbacks.map(({ id, body, authorId, at }) => ({ id, caseId, body, authorId, createdAt: at })),
  };
}

/** In the form of the archive (`src/history/archive.ts`). */
async function historyOf({ id: caseId, life }: PastCase, { now }: Pick<Sealing, 'now'>): Promise<Rows> {
  const json = Buffer.from(JSON.stringify({ events: life.events }));
  const isClosed = life.state.phase === 'closed';
  const run = { caseId, runId: life.runId, status: isClosed ? 'COMPLETED' : CARRIED_ON, startedAt: life.beganAt, closedAt: isClosed ? life.endedAt : now };
  return { case_histories: [{ ...run, events: life.events.length, bytes: json.length, history: await promisify(gzip)(json), archivedAt: run.closedAt }] };
}
