import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { From, Healthcheck, JSONInstruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { nodeProblem } from '../../scripts/parts/node-version.mjs';
import { readCompose, serviceOf } from './compose-file.ts';
import { copiesOf, dockerfile, dockerfileText, lastStage, reachesTheBuilder, root } from './image.ts';

const stage = lastStage();
const keywords = stage.map((instruction) => instruction.getKeyword());

function json(file: string): Record<string, Record<string, unknown>> {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, Record<string, unknown>>;
}

describe('the Dockerfile', () => {
  test('holds no mistake that a linter knows', () => {
    expect(validate(dockerfileText)).toEqual([]);
    expect(validate(`${dockerfileText}USR node\n`)).toHaveLength(1);
  });

  test('starts every stage from an exact release of the Node that .nvmrc recommends', () => {
    const images = dockerfile.getInstructions().filter((instruction) => instruction instanceof From).map((from) => from.getImage() ?? '');
    expect(images).toHaveLength(2);
    const recommended = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
    for (const image of images) expect(image).toMatch(new RegExp(`^node:${recommended}\\.\\d+\\.\\d+-bookworm-slim$`));
    expect(nodeProblem(`${recommended}.0.0`, json('package.json').engines?.node as string)).toBeUndefined();
  });

  test('copies only what exists and what .dockerignore lets through', () => {
    const sources = copiesOf(dockerfile.getInstructions()).flatMap((copy) => copy.sources);
    expect(sources).toContain('src');
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(sources.filter((source) => !reachesTheBuilder(source))).toEqual([]);
    expect(['.git', 'node_modules', 'data', '.env', 'tests'].filter(reachesTheBuilder)).toEqual([]);
  });

  test('runs as a user without rights, who owns nothing in the image', () => {
    expect(stage.filter((instruction) => instruction.getKeyword() === 'USER').map((user) => user.getArgumentsContent())).toEqual(['node']);
    expect(keywords.indexOf('USER')).toBeGreaterThan(keywords.lastIndexOf('COPY'));
    expect(dockerfileText).not.toContain('--chown');
  });

  test('runs the API as production, watched in the same way as in docker-compose.yml', () => {
    const api = serviceOf(readCompose(), 'api');
    const healthcheck = stage.find((instruction) => instruction instanceof Healthcheck);
    const [check = '', command = ''] = ['HEALTHCHECK', 'CMD'].map((keyword) => stage.find((instruction) => instruction.getKeyword() === keyword)?.getRawArgumentsContent() ?? '');
    expect(healthcheck).toBeInstanceOf(Healthcheck);
    expect(['CMD', ...(JSON.parse(check.slice(check.indexOf('['))) as string[])]).toEqual(api.healthcheck?.test);
    expect(stage.at(-1)).toBeInstanceOf(JSONInstruction);
    expect(JSON.parse(command)).toEqual(api.command);
    expect(dockerfile.getENVs().map((env) => env.getArgumentsContent())).toEqual(['NODE_ENV=production', 'WORKFLOW_BUNDLE=/app/workflows.json']);
  });

  test('installs from a lock file that holds what package.json asks for', () => {
    const [manifest, locked] = [json('package.json'), json('package-lock.json').packages?.[''] as Record<string, unknown>];
    expect(locked.dependencies).toEqual(manifest.dependencies);
    expect(locked.devDependencies).toEqual(manifest.devDependencies);
  });
});
