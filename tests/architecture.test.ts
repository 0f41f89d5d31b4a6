import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../', import.meta.url));
const rooms = ['src', 'workflows', 'activities', 'worker', 'api'];

interface Import {
  file: string;
  from: string;
  typeOnly: boolean;
}

const files = rooms.flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => join(room, file)));

/** Every import, ours resolved to a path from the root. */
const imports: Import[] = files.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export) (type )?(?:[^;'"]*? from )?'([^']+)';/gm)].map(([, type, from = '']) => ({
    file,
    from: from.startsWith('.') ? normalize(join(dirname(file), from)) : from,
    typeOnly: type !== undefined,
  })),
);

const from = (room: string) => imports.filter(({ file }) => file.startsWith(room));
const isOurs = (path: string) => rooms.some((room) => path.startsWith(`${room}/`));

describe('the rooms of the house', () => {
  test('there are files to look at', () => expect(imports.length).toBeGreaterThan(200));

  test('the domain imports zod, luxon and itself; of others types only', () => {
    const strangers = from('src/domain/').filter(({ from: path, typeOnly }) => !typeOnly && !path.startsWith('src/domain/') && path !== 'zod' && path !== 'luxon');
    expect(strangers).toEqual([]);
  });

  test('workflows import the domain, the engine and themselves; of activities types only', () => {
    const strangers = from('workflows/').filter(
      ({ from: path, typeOnly }) => !typeOnly && !path.startsWith('src/domain/') && !path.startsWith('workflows/') && path !== '@temporalio/workflow' && path !== '@temporalio/common',
    );
    expect(strangers).toEqual([]);
  });

  test('nobody but the API imports express, and nobody but the database room and its openers the driver', () => {
    expect(imports.filter(({ file, from: path }) => path === 'express' && !file.startsWith('api/') && !file.startsWith('web/')).map(({ file }) => file)).toEqual([]);
    expect(imports.filter(({ file, from: path, typeOnly }) => path === 'postgres' && !typeOnly && !file.startsWith('src/db/')).map(({ file }) => file)).toEqual([]);
  });

  test('nothing below imports the API, a worker or an activity', () => {
    const upwards = from('src/').filter(({ from: path, typeOnly }) => !typeOnly && /^(api|worker|activities)\//.test(path));
    expect(upwards).toEqual([]);
  });

  test('no file imports itself by way of others', () => {
    const edges = new Map<string, string[]>();
    for (const { file, from: path, typeOnly } of imports) if (!typeOnly && isOurs(path)) edges.set(file, [...(edges.get(file) ?? []), path]);
    expect(cyclesIn(edges)).toEqual([]);
  });
});

function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}
