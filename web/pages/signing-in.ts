/** The few pages around signing in; they work without script and hold nothing of anybody else's. */
import type { Account } from '../../src/db/queries/accounts.ts';
import { textOf } from '../../src/process/xml.ts';
import { roleLabels } from '../../src/wording/labels.ts';

const page = (title: string, content: string): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${textOf(title)} - Vroegsignalering</title>
<link rel="stylesheet" href="/proces/style.css">
</head>
<body>
<main>
<h1>${textOf(title)}</h1>
${content}
</main>
</body>
</html>
`;

/** Who is signed in, and as whom. `formToken` goes with every form. */
export function accountPage({ account, accounts, formToken }: { account: Account | null; accounts: readonly Account[]; formToken: string }): string {
  const button = (action: string, label: string, field = ''): string =>
    `<form method="post" action="${action}"><input type="hidden" name="form" value="${formToken}">${field}<p><button>${textOf(label)}</button></p></form>`;
  const others = accounts.filter(({ id }) => id !== account?.id);
  return page('Uw account', `${account === null ? '<p>U hebt meer dan een account. Kies als wie u nu werkt.</p>' : `<p>U bent aangemeld als <strong>${named(account)}</strong>.</p>`}
${others.length === 0 ? '' : `<h2>Werken als</h2>\n${others.map((other) => button('/account', `${other.name} (${roleLabels[other.role]})`, `<input type="hidden" name="account" value="${other.id}">`)).join('\n')}`}
<h2>Afmelden</h2>
${button('/afmelden', 'Afmelden')}
${button('/afmelden/overal', 'Overal afmelden, ook op andere apparaten')}
<p><a href="/proces">De weg van een zaak</a> · <a href="/api/docs">De API</a></p>`);
}

export const signedOutPage = (): string => page('U bent afgemeld', '<p>U bent afgemeld. <a href="/aanmelden">Opnieuw aanmelden</a></p>');

export const refusedPage = (sentence: string): string =>
  page('Dit is niet gelukt', `<p>${textOf(sentence)}</p>\n<p><a href="/aanmelden">Opnieuw aanmelden</a></p>`);

const named = ({ name, role }: Account): string => `${textOf(name)} (${textOf(roleLabels[role])})`;
