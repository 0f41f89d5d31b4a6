/**
 *     npm run chaos                              ten months of work, each on processes that are killed at random
 *     npm run chaos -- --rounds 500              as many months as named
 *     npm run chaos -- --minutes 30              no new month after half an hour
 *     npm run chaos -- --rounds 1 --seed 42      repeats the month whose seed was printed
 */
import { parseArgs } from 'node:util';
import { localDate } from '../src/domain/time/dates.ts';
import { dice } from '../tests/chaos/dice.ts';
import { differencesBetween } from '../tests/chaos/picture.ts';
import { runMonth, type Outcome } from '../tests/chaos/run.ts';
import { momentName, type Hit } from '../tests/chaos/storm.ts';
import { anyWeather } from '../tests/chaos/weather.ts';
import { say } from './parts/progress.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, minutes: { type: 'string', default: '100000' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const end = Date.now() + Number(values.minutes) * 60_000;

const total = { rounds: 0, failed: 0, hits: new Map<string, number>(), missed: 0, requests: 0, repeats: 0, gaveUp: 0, mails: 0, repeatedInWindow: 0, timesApart: 0, differences: 0 };
const stopping = { asked: false };
process.on('SIGINT', () => {
  if (stopping.asked) process.exit(130);
  stopping.asked = true;
  say('Stopping after this round; again to stop at once.');
});
// The driver of Postgres may write to a connection that has just closed; the request that waits for the answer is repeated.
process.on('uncaughtException', (error) => {
  if (!(error instanceof TypeError) || error.stack?.includes('nextWrite') !== true) throw error;
  say(`  (the Postgres driver: ${error.message})`);
});

const undisturbed = new Map<string, Outcome>();
const today = () => localDate(new Date().toISOString());

for (let n = 0; n < rounds && !stopping.asked && Date.now() < end; n += 1) await round(firstSeed + n);
sum();
process.exit(total.failed === 0 ? 0 : 1);

/** Each month has its own seed, so that it can be repeated alone. */
async function round(seed: number): Promise<void> {
  const day = today();
  try {
    const calm = undisturbed.get(day) ?? (await runMonth([]));
    undisturbed.set(day, calm);
    const outcome = await runMonth(anyWeather(dice(seed)));
    if (today() !== day) return say(`seed ${seed}: midnight came in between, so there is nothing to compare it with`);
    tell(seed, outcome, [...differencesBetween(calm.picture, outcome.picture), ...outcome.mails.problems, ...outcome.verified.differences]);
  } catch (error) {
    total.rounds += 1;
    total.failed += 1;
    say(`seed ${seed}: ✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function tell(seed: number, { hits, requests, repeats, gaveUp, mails, verified, seconds }: Outcome, differences: readonly string[]): void {
  const again = sumOf(Object.values(repeats));
  total.rounds += 1;
  total.failed += differences.length > 0 ? 1 : 0;
  for (const hit of hits) if (hit.killed.length > 0) total.hits.set(nameOf(hit), (total.hits.get(nameOf(hit)) ?? 0) + 1);
  total.missed += hits.filter(({ killed }) => killed.length === 0).length;
  total.requests += requests;
  total.repeats += again;
  total.gaveUp += sumOf(Object.values(gaveUp));
  total.mails += mails.arrived;
  total.repeatedInWindow += mails.repeatedInWindow;
  total.timesApart += verified.timesApart;
  total.differences += differences.length;
  say(`seed ${seed}: ${differences.length === 0 ? '✓' : '✗'} ${seconds.toFixed(0)} s; killed ${hits.filter(({ killed }) => killed.length > 0).map(nameOf).join(', ')}; ${again} repeats, ${mails.repeatedInWindow} mails twice in the window, ${differences.length} differences`);
  for (const difference of differences.slice(0, 20)) say(`  ${difference.slice(0, 600)}`);
}

function sum(): void {
  say(`\n${total.rounds} rounds from seed ${firstSeed}, ${total.failed} with differences (${total.differences}).`);
  say(`${total.requests} requests, asked again ${total.repeats} times; ${total.gaveUp} ends of parts that could not go on without another.`);
  say(`${total.mails} mails, ${total.repeatedInWindow} of them twice within the window; ${total.timesApart} times that a killed engine wrote down otherwise.`);
  say(`Moments that did not come before their stage was over: ${total.missed}. Kills:`);
  for (const [name, count] of [...total.hits].sort()) say(`  ${count} × ${name}`);
}

function nameOf({ strike, killed }: Hit): string {
  return `${killed.join('+')} (${strike.stage}: ${momentName(strike.moment)})`;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
