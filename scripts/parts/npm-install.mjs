import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { nodeProblem } from './node-version.mjs';

/** Runs before anything is installed, so it uses nothing but Node: checks its version, and installs what is missing. */
export async function prepare() {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const problem = nodeProblem(process.versions.node, JSON.parse(readFileSync(`${root}package.json`, 'utf8')).engines.node);
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
  if (isInstalled(root)) return root;
  console.log('Installing packages …');
  const started = performance.now();
  const heartbeat = setInterval(() => console.log(`  still installing, ${Math.round((performance.now() - started) / 1000)} s`), 10_000);
  let installed = await npm(root, ['ci']);
  // npm ci refuses a lock file that lacks the packages of other platforms, and npm leaves those out when its registry does not
  // have them. npm install uses the locked versions too.
  if (installed.errors.includes('code EUSAGE')) installed = await npm(root, ['install', '--no-save']);
  clearInterval(heartbeat);
  if (installed.code !== 0) {
    console.error(`${installed.errors}\nnpm could not install the packages; its own message stands above.`);
    process.exit(1);
  }
  return root;
}

function npm(root, command) {
  const child = spawn('npm', [...command, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, errors: error.message }));
    child.on('close', (code) => resolve({ code, errors }));
  });
}

/** npm writes its own copy of the lock file when it has finished; an older one means the lock file moved on. */
function isInstalled(root) {
  const installed = `${root}node_modules/.package-lock.json`;
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

/** Runs a TypeScript program, passes signals on to it, and ends with its exit code. */
export function handOver(root, script, args) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
