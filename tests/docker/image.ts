import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Copy, DockerfileParser, type Dockerfile, type Instruction } from 'dockerfile-ast';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const dockerfileText = readFileSync(join(root, 'Dockerfile'), 'utf8');
export const dockerfile: Dockerfile = DockerfileParser.parse(dockerfileText);

/** The instructions of the stage that becomes the image. */
export function lastStage(): Instruction[] {
  const instructions = dockerfile.getInstructions();
  return instructions.slice(instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM'));
}

/** What is copied from this folder, in any stage or in the last. */
export function copiesOf(instructions: readonly Instruction[]): { sources: string[]; target: string }[] {
  return instructions
    .filter((instruction) => instruction instanceof Copy)
    .filter((copy) => !copy.getFlags().some((flag) => flag.getName() === 'from'))
    .map((copy) => copy.getArguments().map((argument) => argument.getValue()))
    .map((paths) => ({ sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }));
}

/**
 * Whether .dockerignore lets a path through to the builder. It is a list of what is wanted after a `*`.
 * @throws Error when it is no longer of that form
 */
export function reachesTheBuilder(path: string): boolean {
  const [first, ...wanted] = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== '*' || wanted.some((line) => !/^![\w.-]+$/.test(line))) throw new Error('.dockerignore is no longer "*" and names with "!"');
  return wanted.includes(`!${path.split('/')[0] ?? ''}`);
}

/**
 * Lays out what the image holds in a new folder: what the Dockerfile copies, and of the packages only those that a
 * production install brings and the Dockerfile does not remove. Remove the folder afterwards.
 */
export function layOutImage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  for (const { sources, target } of copiesOf(lastStage())) {
    // Of a folder, COPY takes what is in it.
    for (const source of sources) cpSync(join(root, source), target.endsWith('/') ? join(folder, target, source) : join(folder, target), { recursive: true });
  }
  for (const name of productionPackages()) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
  return folder;
}

export function removeImage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { dev?: boolean }> };
  const removed = dockerfileText.match(/rm -rf ((?:node_modules\/\S+ ?)+)/)?.[1]?.trim().split(' ') ?? [];
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path.lastIndexOf('node_modules/') === 0 && dev !== true)
    .map(([path]) => path)
    .filter((path) => !removed.some((gone) => path === gone || path.startsWith(`${gone}/`)))
    .filter((path) => existsSync(join(root, path)) && readdirSync(join(root, path)).length > 0)
    .map((path) => path.slice('node_modules/'.length));
}
