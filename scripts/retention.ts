/** Anonymises what has reached its retention term, as the nightly Schedule does; or only counts it. */
import { randomUUID } from 'node:crypto';
import { findAccount } from '../src/db/queries/identity/accounts.ts';
import { anonymiseDue } from '../src/usecases/retention/anonymise-due.ts';
import type { RetentionCounts } from '../src/usecases/retention/retention-night.ts';
import { SetupFailure } from './parts/failure.ts';
import { fail, say } from './parts/progress.ts';
import { argumentsOf, withSources, type Sources } from './parts/sources.ts';
import { counted, telling } from './parts/telling.ts';

const usage = `npm run retention -- --dry-run
npm run retention -- --by ACCOUNT

Anonymises the cases and signals that have reached their retention term, and takes what deliveries hold of rows that led
to nothing, old sightings of addresses and what nobody refers to. Once: what is gone is passed over.

  --dry-run        counts what would go, and takes nothing
  --by ACCOUNT     the account of whoever decides this: a project leader, or a privacy officer of the whole region

Which system: see npm run verify.`;

const deciders: readonly string[] = ['project-leader', 'privacy-officer'];
const nobody = { id: 'system', role: 'system' as const, municipalityCode: null, teamId: null, creditorId: null };

const words: Record<keyof RetentionCounts, string> = {
  'with-help': 'cases with help',
  'without-help': 'cases without help',
  'by-result': 'cases whose result has a term of its own',
  'no-case': 'candidates that led to no case',
  signals: 'signals that led to no case, beside one that stays',
  deliveries: 'deliveries cleared of rows that led to nothing',
  deliveryRows: 'rows in them',
  sightings: 'sightings of addresses',
  complaints: 'complaints and breaches that are about no case',
  notes: 'reasons that nothing refers to',
  proposals: 'proposals that nobody decided on',
  checkLists: 'own lists to look people up in, of too long ago',
  keys: 'keys that an earlier night had left',
  held: 'cases kept because of a dispute',
  waiting: 'cases that wait for a round, or were opened again',
};

try {
  const options = argumentsOf({ by: { type: 'string' }, 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } }, usage);
  if (options.help) say(usage);
  else await withSources((sources) => night(sources, { by: options.by, dryRun: options['dry-run'] }));
} catch (error) {
  fail(error);
}

async function night(sources: Sources, { by, dryRun }: { by: string | undefined; dryRun: boolean }): Promise<void> {
  const actor = dryRun ? nobody : await decider(sources, by);
  let steps = 0;
  const tell = telling(() => `${counted(steps, 'step')} done`);
  const onStep = () => {
    steps += 1;
    tell();
  };
  const counts = await anonymiseDue(sources, { runId: randomUUID(), actor, at: new Date().toISOString(), dryRun, onStep });
  say(report(counts, dryRun));
}

async function decider({ sql }: Sources, by: string | undefined) {
  if (by === undefined) throw new SetupFailure(`Name who decides this with --by, or count only with --dry-run.\n\n${usage}`);
  const account = await findAccount(sql, by);
  if (account === null) throw new SetupFailure(`There is no account ${by}.`);
  if (!deciders.includes(account.role) || account.municipalityCode !== null) throw new SetupFailure(`Account ${by} may not decide this.\n\n${usage}`);
  return account;
}

function report(counts: RetentionCounts, dryRun: boolean): string {
  const lines = (Object.keys(words) as (keyof RetentionCounts)[]).filter((name) => counts[name] > 0).map((name) => `${String(counts[name]).padStart(8)}  ${words[name]}`);
  const head = dryRun ? 'Would go now (nothing was taken):' : 'Went now, or could not:';
  return lines.length === 0 ? '✓ Nothing has reached its term.' : [head, ...lines].join('\n');
}
