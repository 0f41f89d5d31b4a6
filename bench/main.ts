/**
 *     npm run bench                             everything, about ten minutes; writes bench/README.md
 *     npm run bench -- --only delivery,terms    some of it, to the terminal only
 *     npm run bench -- --quick                  a few of each, to see that it works
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { logTail } from '../scripts/parts/log-tail.ts';
import { fail, say, step } from '../scripts/parts/progress.ts';
import { delivery } from './delivery.ts';
import { lists } from './lists.ts';
import { pool } from './pool.ts';
import { replay } from './replay.ts';
import { restart } from './restart.ts';
import { signals } from './signals.ts';
import type { Chapter } from './support/figure.ts';
import { readOptions, type Size } from './support/options.ts';
import { conditions, page, section } from './support/page.ts';
import { startServers, type Servers } from './support/servers.ts';
import { terms } from './terms.ts';
import { transitions } from './transitions.ts';

const chapters: Record<string, (servers: Servers, size: Size) => Promise<Chapter>> = { terms, delivery, signals, transitions, lists, pool, replay, restart };

const interruption = new AbortController();

try {
  const { only, quick } = readOptions(process.argv.slice(2), Object.keys(chapters));
  const measuredUnder = conditions();
  const servers = await step('Servers up', startServers);
  // Whatever the chapters started ends with this process.
  const interrupt = (signal: string) => {
    say(`${signal}: stopping the servers …`);
    interruption.abort();
    void servers.stop().finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const done: Chapter[] = [];
  try {
    for (const [name, measure] of Object.entries(chapters)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const chapter = await step(name, () => measure(servers, { quick }));
      say(section(chapter));
      done.push(chapter);
    }
  } catch (error) {
    if (existsSync(servers.logFile)) say(logTail(servers.logFile, 40));
    throw error;
  } finally {
    await servers.stop();
  }
  if (only.length === 0 && !quick) {
    await writeFile(new URL('README.md', import.meta.url), page(measuredUnder, done));
    say('Written to bench/README.md');
  }
} catch (error) {
  // The chapter under way fails because its servers are gone.
  if (!interruption.signal.aborted) fail(error);
}
