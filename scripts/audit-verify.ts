/** Checks the audit log against its seals; ends with 1 when rows were changed, removed, inserted or not sealed in time. */
import { isSound, type AuditComparison, type Finding } from '../src/audit/compare.ts';
import { verifyAudit } from '../src/usecases/audit/verify-audit.ts';
import { fail, say } from './parts/progress.ts';
import { argumentsOf, withSources, type Sources } from './parts/sources.ts';
import { counted, telling } from './parts/telling.ts';

const usage = `npm run audit:verify -- [--json]

Hashes every row of the audit log again and compares that with the seals, follows the chain of the seals, and asks the
engine which seals its last runs saw. Looks whether rows wait for their seal for longer than fifteen minutes, and whether
their moments run backwards. Changes nothing.

  --json   the outcome as JSON

Ends with 1 when something does not agree. DATABASE_URL, HASH_KEY, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TASK_QUEUE and
AUDIT_KEY say which system; without them it is that of npm start on this machine.`;

try {
  const options = argumentsOf({ json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } }, usage);
  if (options.help) say(usage);
  else process.exitCode = await withSources((sources) => verify(sources, options.json ? asJson : asText));
} catch (error) {
  fail(error);
}

async function verify(sources: Sources, report: (comparison: AuditComparison) => string): Promise<number> {
  let done = 0;
  const tell = telling(() => `${counted(done, 'seal')} compared`);
  const comparison = await verifyAudit(sources, () => {
    done += 1;
    tell();
  });
  say(report(comparison));
  return isSound(comparison) ? 0 : 1;
}

const asJson = (comparison: AuditComparison): string => JSON.stringify(comparison, null, 2);

function asText(comparison: AuditComparison): string {
  const { seals, rows, newest, unsealed, backwards, findings } = comparison;
  const late = unsealed.overdue ? '✗ Not sealed for longer than fifteen minutes' : 'Not sealed yet';
  const open = unsealed.rows === 0 ? 'Everything is sealed.' : `${late}: ${counted(unsealed.rows, 'row')}, since ${unsealed.since ?? ''}.`;
  const last = newest === null ? 'There is no seal yet.' : `The newest seal is ${newest.n}, of ${newest.sealedAt}: ${newest.hash}`;
  const outcome = findings.length === 0 ? `${isSound(comparison) ? '✓ ' : ''}${counted(rows, 'row')} under ${counted(seals, 'seal')} are as they were sealed.` : `✗ ${counted(findings.length, 'finding')} on ${counted(seals, 'seal')}.`;
  const steps = backwards.map(({ rowId, recordedAt, before }) => `✗ Row ${rowId} was recorded at ${recordedAt}, and the row before it later: at ${before}.`);
  return [...findings.map(inWords), ...steps, outcome, last, open].join('\n');
}

function inWords({ kind, n, range }: Finding): string {
  const where = range === null ? '' : `rows ${range.firstId < 1 ? 'before 1' : `${range.firstId} to ${range.lastId}`} (${range.sealed} sealed, ${range.found} found)`;
  switch (kind) {
    case 'changed':
      return `✗ Seal ${n}: one or more of ${where} were changed.`;
    case 'removed':
      return `✗ Seal ${n}: of ${where}, ${range === null ? 0 : range.sealed - range.found} or more were removed.`;
    case 'inserted':
      return `✗ Seal ${n}: among ${where}, ${range === null ? 0 : range.found - range.sealed} or more were inserted.`;
    case 'seal-forged':
      return `✗ Seal ${n} is not genuine: it was changed or made without the key, or does not follow the one before.`;
    case 'seal-missing':
      return `✗ Seal ${n} is gone; later ones are there.`;
    case 'seal-lost':
      return `✗ Seal ${n} is gone or was replaced: the engine remembers another.`;
  }
}
