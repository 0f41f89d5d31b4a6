import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';

export interface Mail {
  /** Sorts by the moment of receipt. */
  readonly id: string;
  readonly parsed: ParsedMail;
}

export interface MailStore {
  save(raw: Buffer): Promise<void>;
  /** Newest first. */
  list(): Promise<Mail[]>;
  find(id: string): Promise<Mail | undefined>;
  raw(id: string): Promise<Buffer | undefined>;
}

const idPattern = /^[0-9TZ-]+[0-9a-f]{8}$/;

/** Keeps every mail as a file `<id>.eml`, so that it outlives a restart and opens in any mail program. */
export function mailStore(folder: string): MailStore {
  mkdirSync(folder, { recursive: true });
  const parsedById = new Map<string, ParsedMail>();

  const raw = async (id: string): Promise<Buffer | undefined> =>
    idPattern.test(id) ? readFile(join(folder, `${id}.eml`)).catch(() => undefined) : undefined;

  const find = async (id: string): Promise<Mail | undefined> => {
    const known = parsedById.get(id);
    if (known) return { id, parsed: known };
    const source = await raw(id);
    if (source === undefined) return undefined;
    const parsed = await simpleParser(source);
    parsedById.set(id, parsed);
    return { id, parsed };
  };

  return {
    raw,
    find,
    async save(source) {
      const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
      const file = join(folder, `${stamp}-${randomBytes(4).toString('hex')}`);
      await writeFile(`${file}.part`, source);
      await rename(`${file}.part`, `${file}.eml`);
    },
    async list() {
      const ids = (await readdir(folder)).filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4));
      const mails = await Promise.all(ids.sort().reverse().map(find));
      return mails.filter((mail) => mail !== undefined);
    },
  };
}
