import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { mailStore } from '../../scripts/mail-catcher/store.ts';
import { run } from '../../scripts/parts/run.ts';
import { eventually } from '../../testkit/eventually.ts';
import { file } from '../deliveries/support.ts';
import { childOf, starter, type Run, type Starter } from './started.ts';

jest.setTimeout(600_000);

const ROWS = 600;
const WITHIN_MS = 240_000;
const receipt = z.object({ id: z.string(), state: z.string(), rows: z.number().nullish(), accepted: z.number().nullish(), refused: z.number().nullish(), placed: z.number().nullish() });
type Receipt = z.output<typeof receipt>;

describe('npm start with all its programs', () => {
  let npmStart: Starter;
  let system: Run;

  beforeAll(async () => {
    npmStart = await starter('scripts/start.ts');
    system = await npmStart.startAndWait();
  });
  afterEach(() => npmStart.stopAll());
  afterAll(() => npmStart.remove());

  const tokenOf = async (who: string): Promise<string> => (await run(process.execPath, ['--import', 'tsx', 'scripts/token.ts', who], { env: npmStart.env })).output.trim();

  test('brings a delivery to its end by itself when the worker, and then the worker and the API, are killed in the middle of it', async () => {
    const headers = { Authorization: `Bearer ${await tokenOf('systeem-woongoed-twente')}`, 'Content-Type': 'text/csv' };
    const deliveries = `http://127.0.0.1:${npmStart.env.API_PORT ?? ''}/api/v1/deliveries`;
    const ask = async (path = '', init: RequestInit = {}): Promise<unknown> => (await fetch(`${deliveries}${path}`, { headers, ...init })).json();
    const kill = async (...marks: string[]): Promise<void> => {
      const pids = await Promise.all(marks.map((mark) => childOf(system, mark)));
      for (const pid of pids) process.kill(pid, 'SIGKILL');
    };

    const rows = Array.from({ length: ROWS }, (_, n) => ({ reference: `K${n}`, house: 1 + n, postcode: '7512AB', crisis: n % 50 === 0 ? 'J' : 'N', amount: n % 100 === 99 ? 'veel' : '500,00' }));
    const { id } = receipt.parse(await ask('', { method: 'POST', body: new Uint8Array(file(...rows)) }));
    const now = async (): Promise<Receipt> => receipt.parse(await ask(`/${id}`));
    const isUpAgain = (name: string, times: number): Promise<void> => eventually(() => expect(system.output().split(`✓ ${name} up again`)).toHaveLength(times + 1), WITHIN_MS);

    await kill('worker/main.ts');
    await isUpAgain('Worker', 1);
    await eventually(async () => expect((await now()).placed ?? 0).toBeGreaterThan(20), WITHIN_MS);
    await kill('worker/main.ts', 'api/main.ts');
    await Promise.all([isUpAgain('Worker', 2), isUpAgain('API', 1)]);

    const accepted = ROWS - ROWS / 100;
    await eventually(async () => expect(await now()).toMatchObject({ state: 'done', rows: ROWS, accepted, refused: ROWS / 100, placed: accepted }), WITHIN_MS);
    const mails = async (): Promise<string[]> => (await mailStore(join(npmStart.dataFolder, 'mail')).list()).flatMap(({ parsed }) => (parsed.text?.includes(id) === true ? [parsed.subject ?? ''] : []));
    await eventually(async () => expect(await mails()).toEqual(['Ontvangstbewijs van uw levering']));
    expect(await npmStart.stop(system)).toBe(0);
  });
});
