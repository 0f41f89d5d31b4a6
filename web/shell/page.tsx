/** The shell around every page: skip link, navigation of the role, what was just done, and the foot. */
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import { Confirmation } from './confirmation.tsx';
import { placesOf, type Place } from './navigation.ts';

export interface Content {
  title: string;
  content: VNode;
}

interface Around {
  style: string;
  script: string;
  account: Account | null;
  /** The address of the page, to mark it in the navigation. */
  path: string;
  query: Readonly<Record<string, unknown>>;
}

export function renderPage({ title, content }: Content, { style, script, account, path, query }: Around): string {
  return `<!doctype html>\n${renderToString(
    <html lang="nl" class="voorbeeld-theme">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{`${title} - Vroegsignalering`}</title>
        <link rel="stylesheet" href={style} />
        <link rel="icon" href="data:," />
        <script type="module" src={script} />
      </head>
      <body class="utrecht-root utrecht-body page">
        <a class="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud">Naar de inhoud</a>
        <Header account={account} path={path} query={query} />
        <main id="inhoud" class="page__main" tabIndex={-1}>
          <Confirmation query={query} path={path} />
          {content}
        </main>
        <footer class="page__foot">
          <a class="nl-link" href="/begrippen">Wat betekent wat</a>
          <a class="nl-link" href="/proces">De weg van een zaak</a>
          {account === null ? <a class="nl-link" href="/aanmelden">Aanmelden</a> : null}
        </footer>
      </body>
    </html>,
  )}`;
}

function Header({ account, path, query }: Pick<Around, 'account' | 'path' | 'query'>) {
  return (
    <header class="head">
      <a class="head__name" href="/">Vroegsignalering</a>
      {account === null ? null : (
        <nav class="head__nav" aria-label="Hoofdmenu">
          <ul>
            {placesOf(account.role).map((place) => (
              <li>
                <Link place={place} isHere={isHere(place, path, query)} />
              </li>
            ))}
            <li class="head__account">
              <a class="head__link" href="/account" aria-current={path === '/account' ? 'page' : undefined}>
                <span class="head__who">{account.name}: </span>account
              </a>
            </li>
          </ul>
        </nav>
      )}
    </header>
  );
}

/** A place with a choice in its address is that page with that choice. */
function isHere({ href }: Place, path: string, query: Around['query']): boolean {
  const { pathname, searchParams } = new URL(href, 'http://here');
  return pathname === path && [...searchParams].every(([name, value]) => query[name] === value);
}

const Link = ({ place: { href, label }, isHere }: { place: Place; isHere: boolean }) => (
  <a class="head__link" href={href} aria-current={isHere ? 'page' : undefined}>
    {label}
  </a>
);
