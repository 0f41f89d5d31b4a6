/** Style sheet, fonts and browser modules, built once a process: named by their content, compressed beforehand, served from our own host. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { pruned } from './prune.ts';

/** Where they are served. */
export const ASSETS = '/assets';
const web = fileURLToPath(new URL('..', import.meta.url));
const here = (path: string): string => join(web, 'assets', path);

export interface Asset {
  type: string;
  /** As it is, and smaller where that helps. */
  plain: Buffer;
  gzip: Buffer | null;
  br: Buffer | null;
}

export interface Assets {
  /** The addresses that a page names. */
  style: string;
  script: string;
  files: ReadonlyMap<string, Asset>;
}

const types: Readonly<Record<string, string>> = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.woff2': 'font/woff2' };
const minify = { minify: true, legalComments: 'none' } as const;

let built: Promise<Assets> | undefined;
export const assets = (): Promise<Assets> => (built ??= buildAssets());

async function buildAssets(): Promise<Assets> {
  const [styles, scripts] = await Promise.all([buildStyles(), buildScripts()]);
  const files = await Promise.all([...styles.files, ...scripts.files].map(async ([address, plain]) => [address, await compressed(address, plain)] as const));
  return { style: styles.address, script: scripts.address, files: new Map(files) };
}

interface Built {
  address: string;
  files: Map<string, Buffer>;
}

async function buildStyles(): Promise<Built> {
  const { outputFiles } = await build({ entryPoints: [here('styles/main.css')], bundle: true, write: false, outdir: 'out', assetNames: '[name]-[hash]', loader: { '.woff2': 'file' }, publicPath: ASSETS, logLevel: 'error', ...minify });
  const files = new Map(outputFiles.filter(({ path }) => !path.endsWith('.css')).map(({ path, contents }) => [`${ASSETS}/${basename(path)}`, Buffer.from(contents)]));
  const sheet = pruned(outputFiles.find(({ path }) => path.endsWith('.css'))?.text ?? '', isNamed());
  return add('style', '.css', Buffer.from(sheet), files);
}

async function buildScripts(): Promise<Built> {
  const { outputFiles } = await build({ entryPoints: [here('scripts/main.ts')], bundle: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error', ...minify });
  return add('script', '.js', Buffer.from(outputFiles[0]?.contents ?? []), new Map());
}

function add(name: string, extension: string, content: Buffer, files: Map<string, Buffer>): Built {
  const address = `${ASSETS}/${name}-${createHash('sha256').update(content).digest('base64url').slice(0, 12)}${extension}`;
  return { address, files: files.set(address, content) };
}

/** By the words in our own views: a class is written out there in full. */
function isNamed(): (name: string) => boolean {
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const words = new Set(sources.flatMap((file) => readFileSync(join(web, file), 'utf8').match(/[a-zA-Z_][\w-]*/g) ?? []));
  return (name) => words.has(name);
}

async function compressed(address: string, plain: Buffer): Promise<Asset> {
  const type = types[extname(address)] ?? 'application/octet-stream';
  // A font is compressed already.
  if (type.startsWith('font/')) return { type, plain, gzip: null, br: null };
  return { type, plain, gzip: await promisify(gzip)(plain, { level: 9 }), br: await promisify(brotliCompress)(plain) };
}
