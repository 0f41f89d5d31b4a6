/** A browser, as far as signing in needs one: it keeps cookies, follows redirects and sends forms. */
export interface Page {
  /** The last address: of the page that was shown, or the one where it stopped. */
  url: URL;
  status: number;
  html: string;
}

export interface Visitor {
  readonly cookies: Map<string, string>;
  go(url: string | URL): Promise<Page>;
  /** Sends a form with the headers that a browser sends from a page of the same site; `headers` replace them. */
  send(url: string | URL, form: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
}

interface Sent {
  method?: 'POST';
  body?: URLSearchParams;
  headers?: Record<string, string>;
}

const MOST_REDIRECTS = 20;

/** @param stopAt a redirect to this address is not followed */
export function visitor({ stopAt }: { stopAt?: string } = {}): Visitor {
  const cookies = new Map<string, string>();

  const visit = async (first: URL, init: Sent): Promise<Page> => {
    let [url, request] = [first, init];
    for (let n = 0; n < MOST_REDIRECTS; n++) {
      if (stopAt !== undefined && url.href.startsWith(stopAt)) return { url, status: 0, html: '' };
      const response = await fetch(url, { ...request, redirect: 'manual', headers: { ...request.headers, Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
      keep(response.headers.getSetCookie());
      const location = response.headers.get('location');
      const html = await response.text();
      if (location === null) return { url, status: response.status, html };
      [url, request] = [new URL(location, url), {}];
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects from ${first.origin}${first.pathname}`);
  };

  const keep = (given: readonly string[]): void => {
    for (const cookie of given) {
      const [, name = '', value = '', rest = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(cookie) ?? [];
      const isOver = value === '' || (/expires=([^;]+)/i.exec(rest)?.[1] ?? 'no') === new Date(0).toUTCString();
      if (isOver) cookies.delete(name);
      else cookies.set(name, value);
    }
  };

  return {
    cookies,
    go: (url) => visit(new URL(url), {}),
    send(url, form, headers = { Origin: new URL(url).origin, 'Sec-Fetch-Site': 'same-origin' }) {
      return visit(new URL(url), { method: 'POST', body: new URLSearchParams(form), headers });
    },
  };
}
