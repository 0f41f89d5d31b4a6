/** The pages around signing in; they work without script and load nothing from other sites. */
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import { escaped } from '../../src/render/escape.ts';
import { pageOf, styleSheet } from '../../src/render/page.ts';
import { roleLabels } from '../../src/wording/labels/labels.ts';

const page = (title: string, content: string): string =>
  pageOf({ title: `${title} - Vroegsignalering`, head: styleSheet('/proces/style.css'), body: `<body>\n<main>\n<h1>${escaped(title)}</h1>\n${content}\n</main>\n</body>` });

/** The person who is signed in, and the account in use. Every form sends `formToken`. */
export function accountPage({ account, accounts, formToken }: { account: Account | null; accounts: readonly Account[]; formToken: string }): string {
  const button = (action: string, label: string, field = ''): string =>
    `<form method="post" action="${escaped(action)}"><input type="hidden" name="form" value="${escaped(formToken)}">${field}<p><button>${escaped(label)}</button></p></form>`;
  const others = accounts.filter(({ id }) => id !== account?.id);
  return page('Uw account', `${account === null ? '<p>U hebt meer dan een account. Kies als wie u nu werkt.</p>' : `<p>U bent aangemeld als <strong>${named(account)}</strong>.</p>`}
${others.length === 0 ? '' : `<h2>Werken als</h2>\n${others.map((other) => button('/account', `${other.name} (${roleLabels[other.role]})`, `<input type="hidden" name="account" value="${escaped(other.id)}">`)).join('\n')}`}
<h2>Afmelden</h2>
${button('/afmelden', 'Afmelden')}
${button('/afmelden/overal', 'Overal afmelden, ook op andere apparaten')}
<p><a href="/proces">De weg van een zaak</a> · <a href="/api/docs">De API</a></p>`);
}

export const signedOutPage = (): string => page('U bent afgemeld', '<p>U bent afgemeld. <a href="/aanmelden">Opnieuw aanmelden</a></p>');

export const refusedPage = (sentence: string, onwards: { href: string; label: string } = { href: '/aanmelden', label: 'Opnieuw aanmelden' }): string =>
  page('Dit is niet gelukt', `<p>${escaped(sentence)}</p>\n<p><a href="${escaped(onwards.href)}">${escaped(onwards.label)}</a></p>`);

const named = ({ name, role }: Account): string => `${escaped(name)} (${escaped(roleLabels[role])})`;
