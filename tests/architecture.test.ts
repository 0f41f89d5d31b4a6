import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { allHandedOut } from '../testkit/data/months.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const noCode = new Set(['docs', 'node_modules', 'samples']);

interface Room {
  path: string;
  /** Rooms by path; `true` where types only. Null: every room but those in `except`. */
  imports: ReadonlyMap<string, boolean> | null;
  except: readonly string[];
  /** By name; `true` where types only. Null: every package. */
  packages: ReadonlyMap<string, boolean> | null;
}

interface Import {
  file: string;
  /** A path from the root, or a package: `node` for those of Node. */
  to: string;
  isOurs: boolean;
  typeOnly: boolean;
}

const named = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Names, and whether only types may be taken of each. */
const allowedIn = (cell: string): Map<string, boolean> => new Map([...cell.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, name = '', types]) => [name, types !== undefined]));

function roomsIn(document: string): Room[] {
  const [, section = ''] = document.split('## Rooms');
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [, first = '', , third = '', fourth = ''] = line.split('|').map((cell) => cell.trim());
    const isAll = third.startsWith('everything');
    return {
      path: named(first)[0] ?? '',
      imports: isAll ? null : allowedIn(third),
      except: isAll ? named(third) : [],
      packages: fourth === 'any' ? null : allowedIn(fourth),
    };
  });
}

const document = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const rooms = roomsIn(document);
const isWithin = (file: string, room: string): boolean => file === room || file.startsWith(`${room}/`);
const byLength = [...rooms].sort((a, b) => b.path.length - a.path.length);
const roomOf = (file: string): Room | undefined => byLength.find(({ path }) => isWithin(file, path));

const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !noCode.has(entry.name)).map(({ name }) => name);
const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:[cm]?[jt]s|tsx)$/.test(file)).map((file) => join(folder, file)));

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    const isOurs = text.startsWith('.');
    found.push({ file, to: isOurs ? normalize(join(dirname(file), text)) : packageOf(text), isOurs, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

/** What queries are written with, as the driver and the code name it. */
const queryTag = /(?:^|\.)(?:sql|tx|db|owner)$/;
/** Makes the databases themselves, before there is one to connect to. */
const beforeAnyDatabase = 'scripts/parts/postgres.ts';

function queriesIn(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && queryTag.test(node.tag.getText())) found.push(`${file}: ${node.getText().slice(0, 60)}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Why the import is not as the table says; null when it is. */
function wrongIn({ file, to, isOurs, typeOnly }: Import): string | null {
  const room = roomOf(file);
  if (room === undefined) return `${file} is in no room of the table`;
  if (!isOurs) return room.packages === null ? null : wrongBy(room.packages, `the package ${to}`, to, { file, typeOnly });
  const other = roomOf(to);
  if (other === undefined) return `${file} imports ${to}, which is in no room of the table`;
  if (other === room) return null;
  if (room.imports === null) return room.except.includes(other.path) ? `${file} imports ${to}` : null;
  return wrongBy(room.imports, to, other.path, { file, typeOnly });
}

function wrongBy(allowed: ReadonlyMap<string, boolean>, what: string, by: string, { file, typeOnly }: Pick<Import, 'file' | 'typeOnly'>): string | null {
  const typesOnly = allowed.get(by);
  if (typesOnly === undefined) return `${file} imports ${what}`;
  return typesOnly && !typeOnly ? `${file} imports more than types from ${what}` : null;
}

const imports = files.flatMap(importsOf);

test('every file and folder that the document names is there', () => {
  const paths = named(document).filter((name) => /^(?:src|api|web|workflows|activities|worker|tests|testkit|scripts|bench|docs)\/[\w./-]+$/.test(name));
  expect(paths.length).toBeGreaterThan(80);
  expect([...new Set(paths)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('a month is handed to one test file only, and none helps itself', () => {
  expect(allHandedOut.filter((month, n) => allHandedOut.some((other, m) => m !== n && month.startsWith(other)))).toEqual([]);
  const own = files.filter((file) => isWithin(file, 'tests') && /\b(?:NEXT_)?month = '\d{4}/i.test(readFileSync(join(root, file), 'utf8')));
  expect(own).toEqual([]);
});

describe('the rooms of the house', () => {
  test('stand in the table, and every file is in one', () => {
    expect(rooms.length).toBeGreaterThan(20);
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(rooms.filter(({ path }) => !files.some((file) => roomOf(file)?.path === path))).toEqual([]);
    expect(rooms.flatMap(({ imports: allowed, except }) => [...(allowed?.keys() ?? []), ...except]).filter((path) => !rooms.some((room) => room.path === path))).toEqual([]);
  });

  test('import whom the table lets them, types included', () => {
    expect(imports.length).toBeGreaterThan(2_000);
    expect(imports.map(wrongIn).filter((wrong) => wrong !== null)).toEqual([]);
  });

  test('keep every query in src/db', () => {
    const inDb = files.filter((file) => isWithin(file, 'src/db'));
    const others = files.filter((file) => file !== beforeAnyDatabase && !['src/db', 'tests', 'testkit', 'bench'].some((room) => isWithin(file, room)));
    expect(inDb.flatMap(queriesIn).length).toBeGreaterThan(200);
    expect(others.flatMap(queriesIn)).toEqual([]);
  });

  test('stay small enough to look over: no folder of use cases, queries or what reads deliveries holds more than fifteen files', () => {
    const inFolder = new Map<string, number>();
    for (const folder of files.filter((file) => ['src/usecases', 'src/db/queries', 'src/delivery'].some((room) => isWithin(file, room))).map((file) => dirname(file))) inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
    expect(inFolder.size).toBeGreaterThan(20);
    expect([...inFolder].filter(([, count]) => count > 15)).toEqual([]);
  });

  test('hold no file that imports itself by way of others, not even a type', () => {
    const edges = new Map<string, string[]>();
    for (const { file, to, isOurs } of imports) if (isOurs) edges.set(file, [...(edges.get(file) ?? []), to]);
    expect(circlesIn(edges)).toEqual([]);
  });
});

function circlesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return circles;
}
