import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('chaos/answer');
const KEY = 'once';
const FILE = 'Contractnummer;Achternaam;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds;Crisis\nA1;Voorbeeld;7512AB;1;Enschede;500,00;10-10-2025;J\n';

interface Case {
  id: string;
  phase: string;
}

let system: System;
let caseId: string;
beforeAll(async () => {
  system = await startSystem();
  await system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
  await system.call('schuldeiser-oost-energie', 'POST', `/api/v1/deliveries?round=${MONTH}`, Buffer.from(FILE));
  caseId = await eventually(async () => {
    const [found] = await system.sql<{ id: string }[]>`select id from cases where phase = 'triage'`;
    expect(found).toBeDefined();
    return found?.id ?? randomUUID();
  }, 30_000);
}, 120_000);
afterAll(() => system.stop());

const go = () => system.call<Case>('meldpunt', 'POST', `/api/v1/cases/${caseId}/go`, {}, { 'Idempotency-Key': KEY });

/** The API writes its audit row after the engine's answer and before its own: while the table is held it is in between. */
async function killBetweenAnswers(): Promise<unknown> {
  return system.owner.begin(async (tx) => {
    await tx`lock table audit_log in share row exclusive mode`;
    const asked = go().catch(() => 'cut off');
    await eventually(async () => expect(await system.sql`select 1 from pg_locks where relation = 'audit_log'::regclass and not granted`).toHaveLength(1), 20_000);
    expect(await system.sql`select 1 from timeline where case_id = ${caseId} and command_id = ${KEY}`).not.toEqual([]);
    await system.kill('api');
    return asked;
  });
}

test('an API killed between the engine\'s answer and its own has done it: the same key gives the first outcome, and it is done once', async () => {
  expect(await killBetweenAnswers()).toBe('cut off');
  await system.start('api');
  const { status, body } = await go();
  expect([status, body.phase]).toEqual([200, 'visiting']);
  expect(await system.sql`select count(*) as n from timeline where case_id = ${caseId} and command_id = ${KEY} and type = 'go'`).toEqual([{ n: 1 }]);
  expect(await system.sql`select count(*) as n from audit_log where case_id = ${caseId} and action = 'go' and outcome = 'done' and detail->>'commandId' = ${KEY}`).toEqual([{ n: 1 }]);
}, 120_000);
