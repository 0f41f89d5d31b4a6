/** Compares the cases in Postgres with their histories; ends with 1 when something differs. */
import { z } from 'zod';
import { isCaseThere } from '../src/db/queries/cases/case-rows.ts';
import { inWords } from '../src/history/compare.ts';
import { verifyCases, type Verification } from '../src/usecases/records/verify-cases.ts';
import { SetupFailure } from './parts/failure.ts';
import { fail, say } from './parts/progress.ts';
import { argumentsOf, withSources, type Sources } from './parts/sources.ts';
import { counted, telling } from './parts/telling.ts';

const usage = `npm run verify -- [--case ID] [--json]

Computes every deadline, phase and count again from the histories and compares them with Postgres. Changes nothing.

  --case ID   only this case
  --json      the outcome as JSON

Ends with 1 when something differs. DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TASK_QUEUE say which system;
without them it is that of npm start on this machine.`;

try {
  const options = argumentsOf({ case: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } }, usage);
  if (options.help) say(usage);
  else process.exitCode = await withSources((sources) => verify(sources, options.case, options.json ? asJson : asText));
} catch (error) {
  fail(error);
}

async function verify(sources: Sources, caseId: string | undefined, report: (verification: Verification, seconds: number) => string): Promise<number> {
  const started = performance.now();
  if (caseId !== undefined) await mustExist(sources, caseId);
  let done = 0;
  let found = 0;
  const tell = telling(() => `${counted(done, 'case')} compared, ${counted(found, 'difference')} so far`);
  const verification = await verifyCases(sources, {
    ...(caseId === undefined ? { scope: 'all' } : { scope: 'case', caseId }),
    onCase: (differences) => {
      done += 1;
      found += differences.length;
      tell();
    },
  });
  say(report(verification, (performance.now() - started) / 1_000));
  return verification.differences.length === 0 ? 0 : 1;
}

async function mustExist({ sql }: Sources, caseId: string): Promise<void> {
  const isId = z.uuid().safeParse(caseId).success;
  if (!isId || !(await isCaseThere(sql, caseId))) throw new SetupFailure(`There is no case ${caseId}.`);
}

function asJson(verification: Verification): string {
  return JSON.stringify(verification, null, 2);
}

function asText({ cases, inFlight, differences }: Verification, seconds: number): string {
  const caseIds = new Set(differences.map(({ caseId }) => caseId));
  const waiting = inFlight === 0 ? '' : ` Of ${counted(inFlight, 'case')} a step was on its way; it is judged the next time.`;
  const took = `(${seconds.toFixed(1)} s)`;
  if (caseIds.size === 0) return `✓ ${counted(cases, 'case')}: Postgres says what the histories say ${took}.${waiting}`;
  return [
    ...differences.map(inWords),
    `✗ ${counted(differences.length, 'difference')} in ${caseIds.size} of ${counted(cases, 'case')} ${took}.${waiting}`,
    'Mend a case from its history with: npm run repair -- --case ID --reason "…" --by ACCOUNT',
  ].join('\n');
}
