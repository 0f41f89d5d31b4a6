/** Sends a page: in the shell, with its policy, smaller where the browser takes that. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Response } from 'express';
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import { assets } from '../../web/assets/build.ts';
import { renderPage, type Content } from '../../web/shell/page.tsx';

/** What the shell around a page shows beside it. */
export interface Chrome {
  path: string;
  query: unknown;
  account?: Account | null;
}

interface Special {
  /** It holds the secret of a form: compressed, its size would give that away (BREACH). */
  holdsToken?: boolean;
  /** Signing out redirects to the issuer, and browsers apply `form-action` to the redirect too. */
  formsMayEndAt?: URL | null;
}

/** Only our own files, nothing inline, and no string becomes markup in the browser. */
const policyOf = (forms: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action ${forms}; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

/** Pages are about people: no browser or proxy may keep them. */
export async function answerWith(response: Response, status: number, content: Content, { holdsToken = false, formsMayEndAt = null }: Special = {}): Promise<void> {
  const { path = '', account = null, query = {} } = (response.locals['chrome'] ?? {}) as Partial<Chrome>;
  const { style, script } = await assets();
  const html = renderPage(content, { style, script, account, path, query: query as Record<string, unknown> });
  const forms = ["'self'", ...(formsMayEndAt === null ? [] : [formsMayEndAt.origin])].join(' ');
  response.status(status).set({ 'Content-Security-Policy': policyOf(forms), 'Cache-Control': 'no-store', Vary: 'Accept-Encoding' }).type('html');
  if (holdsToken || response.req.acceptsEncodings('gzip') === false) response.send(html);
  else response.set('Content-Encoding', 'gzip').send(await promisify(gzip)(html));
}
