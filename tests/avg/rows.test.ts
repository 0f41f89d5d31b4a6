/** Postgres' own rules about requests under the AVG and about consent, for the application's account. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closedCases } from '../../src/db/queries/retention/retention.ts';
import { openDatabase, type Database } from '../../src/db/scoped.ts';
import type { Role } from '../../src/domain/case/lifecycle.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { enschede, insertCandidate } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';

const hengelo = '0164';
let owner: TestDatabase;
let database: Database;

beforeAll(async () => {
  owner = await testDatabase();
  const { sql } = owner;
  await seedTwente(sql, places);
  const { id: caseId } = await insertCandidate(sql, { municipality: enschede, creditors: ['oost-energie'] });
  const [id, at] = [randomUUID(), '2026-11-20T10:00:00Z'];
  await sql`insert into avg_requests ${sql({ id, kind: 'inspection', caseId, municipalityCode: enschede, receivedOn: '2026-11-20', recordedAt: at, recordedBy: 'privacy', policyVersion: twentePolicy.version })}`;
  await sql`insert into avg_words (id, request_id, case_id, sealed, author_id, created_at) values (gen_random_uuid(), ${id}, ${caseId}, 'x', 'privacy', ${at})`;
  await sql`insert into consents (id, case_id, person_id, purpose, state, how, given_on, recorded_at, actor_id, actor_role) values (gen_random_uuid(), ${caseId}, gen_random_uuid(), 'share-with-service', 'given', 'spoken', '2026-11-20', ${at}, 'x', 'caseworker')`;
  database = openDatabase({ databaseUrl: owner.url, hashKey, databaseConnections: 4, databaseAnswerMs: 30_000 });
});
afterAll(async () => {
  await database.end();
  await owner.drop();
});

const seen = async (role: Role, scope: { municipalityCode?: string; creditorId?: string } = {}) => {
  const sql = database.of({ id: role, role, teamId: null, municipalityCode: scope.municipalityCode ?? null, creditorId: scope.creditorId ?? null });
  const [counts] = await sql<{ requests: number; words: number; consents: number }[]>`
    select (select count(*) from avg_requests) as requests, (select count(*) from avg_words) as words, (select count(*) from consents) as consents`;
  return [Number(counts?.requests), Number(counts?.words), Number(counts?.consents)];
};

test('a case is not anonymised while a request about it waits for its answer', async () => {
  const old = { before: '2026-11-01T00:00:00Z', after: null, limit: 10 };
  const system = { id: 'system', role: 'system' as const, municipalityCode: null, teamId: null, creditorId: null };
  await owner.sql`update cases set phase = 'closed', closed_at = '2020-01-01T00:00:00Z'`;
  expect(await closedCases(database.system, system, old)).toHaveLength(0);
  await owner.sql`update avg_requests set state = 'done'`;
  expect(await closedCases(database.system, system, old)).toHaveLength(1);
});

test.each<[string, Role, { municipalityCode?: string; creditorId?: string }, number[]]>([
  ['the privacy officer of the region', 'privacy-officer', {}, [1, 1, 1]],
  ['the privacy officer of the municipality', 'privacy-officer', { municipalityCode: enschede }, [1, 1, 1]],
  ['the privacy officer of another', 'privacy-officer', { municipalityCode: hengelo }, [0, 0, 0]],
  ['the project leader', 'project-leader', {}, [1, 1, 1]],
  ['the desk: consent, no requests', 'desk', {}, [0, 0, 1]],
  ['a caseworker of the municipality: consent, no requests', 'caseworker', { municipalityCode: enschede }, [0, 0, 1]],
  ['a caseworker of another', 'caseworker', { municipalityCode: hengelo }, [0, 0, 0]],
  ['the administrator', 'administrator', {}, [0, 0, 0]],
  ['a creditor in the case', 'creditor', { creditorId: 'oost-energie' }, [0, 0, 0]],
])('requests, their words and consent are seen by %s as far as they are its business', async (_, role, scope, expected) => {
  expect(await seen(role, scope)).toEqual(expected);
});
