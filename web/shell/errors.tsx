/** A page instead of what was asked for: what is wrong, and what to do. */
import type { Content } from './page.tsx';

interface Wrong {
  status: number;
  /** Dutch; null for an error that nobody foresaw. */
  message: string | null;
  requestId: string;
  /** The address to try again; null where only a form leads there. */
  path: string | null;
}

const titles: Readonly<Record<number, string>> = { 403: 'Dit kunt u niet openen', 404: 'Deze pagina is er niet', 405: 'Dit kan hier niet', 409: 'Dit kan nu niet', 429: 'Even rustig aan', 503: 'Even niet beschikbaar' };

export function errorPage({ status, message, requestId, path }: Wrong): Content {
  return {
    title: titles[status] ?? (status >= 500 ? 'Er ging iets mis' : 'Dit is niet gelukt'),
    content: (
      <>
        <h1 class="nl-heading nl-heading--level-1">{titles[status] ?? (status >= 500 ? 'Er ging iets mis' : 'Dit is niet gelukt')}</h1>
        <p class="nl-paragraph">{message ?? 'Er ging iets mis aan onze kant. Wat u het laatst bewaarde, is bewaard. Probeer het opnieuw; blijft het zo, noem dan dit nummer:'}</p>
        {message === null ? <p class="nl-paragraph number">{requestId}</p> : null}
        <p class="nl-paragraph links">
          {status === 503 && path !== null ? <a class="nl-link" href={path}>Opnieuw proberen</a> : null}
          <a class="nl-link" href="/">Naar het begin</a>
        </p>
      </>
    ),
  };
}
