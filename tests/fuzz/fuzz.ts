/** The whole API, asked by one caller for everything its own description allows, and for what it does not. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/parts/run.ts';
import { schemathesisPython } from '../../scripts/parts/schemathesis.ts';

const hooks = fileURLToPath(new URL('.', import.meta.url));

/** `npm run fuzz` sets them. */
const { FUZZ_EXAMPLES = '3', FUZZ_SEED = '20411105', FUZZ_PHASES = 'examples,fuzzing' } = process.env;

/** A caller has so long, in milliseconds; most answers take a few. */
export const FUZZED_WITHIN_MS = 300_000 + Number(FUZZ_EXAMPLES) * 30_000;

const checks = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance', 'allow_header_conformance', 'nothing_of_another'];

/** Who asks, and what of the seeded is theirs. */
export interface Caller {
  name: string;
  /** The header that says who it is; none for nobody. */
  credential: string | null;
  /** Marks it should come across, and what it must never see, each with what it is. */
  own: readonly string[];
  never: Readonly<Record<string, string>>;
}

export interface Fuzzed {
  /** 0: nothing was found. */
  code: number | null;
  report: string;
  /** By 'get /api/v1/cases 200'. */
  answers: Record<string, number>;
  /** Which of its own marks came across. */
  seen: string[];
}

/**
 * @param there what exists, by the collection in a path or the name of a field, so that not all is asked for in vain
 * @param year of the months in which it may open rounds
 */
export async function fuzz(port: number, caller: Caller, seeded: Seeded): Promise<Fuzzed> {
  const first = await fuzzBy(Number(FUZZ_SEED), port, caller, seeded);
  // What is asked for is chance: nothing of its own came across, and so nothing of another could have.
  return first.code === 0 && caller.own.length > 0 && first.seen.length === 0 ? fuzzBy(Number(FUZZ_SEED) + 1, port, caller, seeded) : first;
}

interface Seeded {
  there: Record<string, readonly string[]>;
  year: string;
}

async function fuzzBy(seed: number, port: number, { name, credential, own, never }: Caller, { there, year }: Seeded): Promise<Fuzzed> {
  const python = await schemathesisPython(console.log);
  const folder = await mkdtemp(join(tmpdir(), `fuzz-${name}-`));
  const [known, seen] = [join(folder, 'known.json'), join(folder, 'seen.json')];
  try {
    await writeFile(known, JSON.stringify({ there, year, own, never }));
    const args = [
      ...['-m', 'schemathesis.cli', 'run', `http://127.0.0.1:${port}/api/openapi.json`],
      ...(credential === null ? [] : ['--header', credential]),
      ...['--checks', checks.join(','), '--phases', FUZZ_PHASES, '--max-examples', FUZZ_EXAMPLES, '--seed', String(seed)],
      ...['--generation-with-security-parameters', 'false', '--generation-database', 'none', '--suppress-health-check', 'all', '--warnings', 'off', '--continue-on-failure', '--no-color', '--request-timeout', '20'],
    ];
    // Its hash seed too: what it makes up depends on the order of sets.
    const env = { ...process.env, SCHEMATHESIS_HOOKS: 'hooks', PYTHONPATH: hooks, PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0', FUZZ_KNOWN: known, FUZZ_SEEN: seen };
    const { code, output } = await run(python, args, { cwd: folder, env });
    return { code, report: output, ...(JSON.parse(await readFile(seen, 'utf8')) as Pick<Fuzzed, 'answers' | 'seen'>) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
