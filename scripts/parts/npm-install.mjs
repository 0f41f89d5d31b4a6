import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const oldestNode = [20, 19];

/** Runs before anything is installed, so it uses nothing but Node: checks its version, and installs what is missing. */
export function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    console.error(`This needs Node ${oldestNode.join('.')} or later; this is ${process.versions.node}. See .nvmrc.`);
    process.exit(1);
  }
  const root = fileURLToPath(new URL('../../', import.meta.url));
  if (isInstalled(root)) return root;
  console.log('Installing packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error('npm ci failed; its own message stands above.');
    process.exit(1);
  }
  return root;
}

/** npm writes its own copy of the lock file when it has finished; an older one means the lock file moved on. */
function isInstalled(root) {
  const installed = `${root}node_modules/.package-lock.json`;
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

/**
 * Hands over to a TypeScript program and ends as it ends. Ctrl-C reaches that program by itself; a signal sent to this
 * process alone is passed on.
 */
export async function handOver(root, script, args, env = {}) {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
