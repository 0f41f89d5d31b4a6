/** Accounts and creditors out of a file: each row by itself, through the same use case as by hand. */
import { z } from 'zod';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { codesOf, creditorKinds } from '../../domain/codes.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { accountFieldsSchema, accountIdPattern, accountRoles } from '../../domain/identity/account.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { roleLabels } from '../../wording/labels/labels.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { createAccount } from './change-account.ts';
import { connectSubject } from './connect-identity.ts';
import { createCreditor } from './keep-creditors.ts';
import { readTable, type TableRow } from './read-table.ts';

export interface RowVerdict {
  line: number;
  id: string | null;
  verdict: 'made' | 'unchanged' | 'refused';
  problems: FieldError[];
}
export interface Imported {
  rows: number;
  made: number;
  unchanged: number;
  refused: number;
  items: RowVerdict[];
}

const id = z.string().regex(accountIdPattern);
const accountRow = z.object({ id, ...accountFieldsSchema.shape, subject: z.string().max(255).nullable() });
const creditorRow = z.object({ id, name: accountFieldsSchema.shape.name, kind: z.enum(codesOf(creditorKinds)), email: accountFieldsSchema.shape.email });

/** What to do about a cell, by its column. */
const advice: Readonly<Record<string, string>> = {
  id: 'Vul een aanduiding in van kleine letters, cijfers en streepjes.',
  name: 'Vul een naam in van hooguit 120 tekens.',
  email: 'Vul een e-mailadres in.',
  role: `Kies een van deze rollen: ${accountRoles.map((role) => roleLabels[role]).join(', ')}.`,
  kind: `Kies een van deze soorten: ${creditorKinds.map(({ label }) => label).join(', ')}.`,
  subject: 'Deze identiteit is te lang.',
};

const accountColumns = { id: ['account', 'aanduiding'], name: ['naam'], email: ['e-mail', 'e-mailadres'], role: ['rol'], municipalityCode: ['gemeentecode', 'gemeente'], teamId: ['team'], creditorId: ['schuldeiser'], subject: ['identiteit', 'sub'] } as const;
const creditorColumns = { id: ['schuldeiser', 'aanduiding'], name: ['naam'], kind: ['soort'], email: ['e-mail', 'e-mailadres'] } as const;

/** The code of what is written, which may be its Dutch name. */
const coded = (names: readonly { code: string; label: string }[], written: string | undefined): string | undefined => names.find(({ code, label }) => [code, label.toLowerCase()].includes(written?.toLowerCase() ?? ''))?.code ?? written;
const roles = accountRoles.map((code) => ({ code, label: roleLabels[code] }));

interface Asked {
  bytes: Uint8Array;
  at: Instant;
}

/**
 * Good rows become accounts; each bad row is told with what to do. A row that says what is there already changes nothing, and one that says
 * something else of an account is refused: an account is changed by hand.
 * @param issuer of the identities in the file
 * @throws AppError invalid-input when the file is no such table
 */
export async function importAccounts(sql: Sql, actor: CallingActor, { bytes, at, issuer }: Asked & { issuer: string | undefined }): Promise<Imported> {
  const rows = await readTable(bytes, accountColumns, ['id', 'name', 'email', 'role']);
  const take = async ({ cells }: (typeof rows)[number]): Promise<boolean> => {
    const { subject, ...account } = parsed(accountRow, { municipalityCode: null, teamId: null, creditorId: null, subject: null, ...cells, role: coded(roles, cells.role) });
    const isNew = await createAccount(sql, actor, account, at);
    if (subject === null) return isNew;
    if (issuer === undefined) throw problem('subject', 'issuer', 'Dit systeem heeft geen uitgever; koppel identiteiten met de hand.');
    return (await connectSubject(sql, actor, { accountId: account.id, issuer, subject }, at)).isNew || isNew;
  };
  return logged(sql, actor, 'import-accounts', at, await throughRows(rows, take));
}

/** As `importAccounts`. @throws AppError forbidden, invalid-input */
export async function importCreditors(sql: Sql, actor: CallingActor, { bytes, at }: Asked): Promise<Imported> {
  mustBeTheirs(actor, null);
  const rows = await readTable(bytes, creditorColumns, ['id', 'name', 'kind', 'email']);
  const take = ({ cells }: (typeof rows)[number]): Promise<boolean> => createCreditor(sql, actor, parsed(creditorRow, { ...cells, kind: coded(creditorKinds, cells.kind) }), at);
  return logged(sql, actor, 'import-creditors', at, await throughRows(rows, take));
}

const problem = (field: string, rule: string, message: string): AppError => new AppError('invalid-input', message, { fields: [{ field, rule, message }] });

/** @throws AppError invalid-input with each cell that cannot be used */
function parsed<Row extends z.ZodType>(schema: Row, cells: object): z.output<Row> {
  const read = schema.safeParse(cells);
  if (read.success) return read.data;
  const fields = [...new Set(read.error.issues.map(({ path }) => String(path[0])))].map((field) => {
    const isMissing = (cells as Record<string, unknown>)[field] === undefined;
    return { field, rule: isMissing ? 'required' : 'form', message: advice[field] ?? 'Deze waarde is te lang.' };
  });
  throw new AppError('invalid-input', 'De regel klopt niet.', { fields });
}

async function throughRows<Column extends string>(rows: readonly TableRow<Column | 'id'>[], take: (row: TableRow<Column | 'id'>) => Promise<boolean>): Promise<Imported> {
  const items: RowVerdict[] = [];
  for (const row of rows) items.push(await verdictOn(row, () => take(row)));
  const count = (verdict: RowVerdict['verdict']): number => items.filter((item) => item.verdict === verdict).length;
  return { rows: rows.length, made: count('made'), unchanged: count('unchanged'), refused: count('refused'), items };
}

/** A row that cannot be used costs no other. @throws what is no fault of the row */
async function verdictOn({ line, cells }: TableRow<'id'>, take: () => Promise<boolean>): Promise<RowVerdict> {
  const told = { line, id: cells.id ?? null };
  try {
    return { ...told, verdict: (await take()) ? 'made' : 'unchanged', problems: [] };
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid-input', 'conflict', 'forbidden', 'not-found'].includes(error.code)) throw error;
    const problems = error.fields.length > 0 ? [...error.fields] : [{ field: 'id', rule: typeof error.extra['reason'] === 'string' ? error.extra['reason'] : error.code, message: error.message }];
    return { ...told, verdict: 'refused', problems };
  }
}

/** A file that makes nothing leaves no row: sent again after a death it was done already. */
async function logged(sql: Sql, actor: CallingActor, action: 'import-accounts' | 'import-creditors', at: Instant, imported: Imported): Promise<Imported> {
  const { rows, made, unchanged, refused } = imported;
  if (made > 0) await writeAudit(sql, actor, { action, outcome: 'done', at, detail: { rows, made, unchanged, refused } });
  return imported;
}
