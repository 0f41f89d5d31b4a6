/** The two cookies: each holds a secret that no script reads and no other site sends along with a form. */
import type { CookieOptions, Request, Response } from 'express';
import type { Config } from '../src/config.ts';

type Site = Pick<Config, 'publicUrl'>;

const names = { session: 'sessie', browser: 'aanmelden' } as const;
type Cookie = keyof typeof names;

const isSecure = ({ publicUrl }: Site) => publicUrl.startsWith('https:');

/** With this prefix a browser accepts the cookie only over TLS and only from this host. */
const nameOf = (cookie: Cookie, site: Site) => (isSecure(site) ? '__Host-' : '') + names[cookie];

const options = (site: Site): CookieOptions => ({ httpOnly: true, sameSite: 'lax', secure: isSecure(site), path: '/' });

export function setCookie(response: Response, site: Site, cookie: Cookie, value: string): void {
  response.cookie(nameOf(cookie, site), value, options(site));
}

export function clearCookie(response: Response, site: Site, cookie: Cookie): void {
  response.clearCookie(nameOf(cookie, site), options(site));
}

export function readCookie(request: Request, site: Site, cookie: Cookie): string | undefined {
  const name = `${nameOf(cookie, site)}=`;
  const found = request.get('Cookie')?.split(/; */).find((pair) => pair.startsWith(name));
  return found?.slice(name.length);
}
