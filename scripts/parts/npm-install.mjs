import { spawn, spawnSync } from 'node:child_process';
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
  console.log('Installing packages …');
  let installed = npm(root, ['ci']);
  // npm ci refuses a lock file without the packages of other platforms, which npm leaves out where its registry has
  // none of them. npm install takes the locked versions all the same.
  if (installed.stderr.includes('code EUSAGE')) installed = npm(root, ['install', '--no-save']);
  if (installed.status !== 0) {
    console.error(`${installed.stderr}\nnpm could not install the packages; its own message stands above.`);
    process.exit(1);
  }
  return root;
}

function npm(root, command) {
  return spawnSync('npm', [...command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
}

/** npm writes its own copy of the lock file when it has finished; an older one means the lock file moved on. */
function isInstalled(root) {
  const installed = `${root}node_modules/.package-lock.json`;
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

/** Hands over to a TypeScript program, passes signals on to it, and ends as it ends. */
export function handOver(root, script, args) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
