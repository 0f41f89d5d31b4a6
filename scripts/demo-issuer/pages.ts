import type { Person } from './people.ts';
import { escaped } from '../../src/render/escape.ts';
import { pageOf } from '../../src/render/page.ts';

/** A list to choose from; nobody has a password here. */
export function choicePage(people: readonly Person[], action: string): string {
  const roles = [...new Set(people.map(({ role }) => role))];
  const buttons = (wanted: string): string =>
    people.filter(({ role }) => role === wanted).map(({ subject, name }) => `<button name="subject" value="${escaped(subject)}">${escaped(name)}</button>`).join('\n');
  const sections = roles.map((role) => `<section><h2>${escaped(role)}</h2>\n${buttons(role)}</section>`).join('\n');
  return page('Kies een demo-account', `<p>Wie wilt u zijn? In de demo is er geen wachtwoord; iedereen hier is verzonnen.</p>\n<form method="post" action="${escaped(action)}">\n${sections}\n</form>`);
}

/** `form` comes from the provider and holds the token that proves that the choice was made on our page. */
export const signOutPage = (form: string): string =>
  page('Afmelden', `<p>Wilt u ook bij de demo-aanmelding worden afgemeld? Dan kiest u de volgende keer opnieuw een account.</p>
${form}
<p><button form="op.logoutForm" name="logout" value="yes">Ja, afmelden</button> <button form="op.logoutForm">Nee, blijf aangemeld</button></p>`);

export const messagePage = (title: string, text: string): string => page(title, `<p>${escaped(text)}</p>`);

const page = (title: string, body: string): string => pageOf({ title: `${title} – Demo`, head: styles, body: `<body><p class="demo">Demo: deze aanmelding is niet echt</p><main><h1>${escaped(title)}</h1>
${body}
</main></body>` });

const styles = `<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 0 1rem 2rem; color: #1a1a1a; background: #fff; }
  .demo { background: #7a4100; color: #fff; padding: .5rem 1rem; margin: 0 -1rem 1.5rem; font-weight: 600; }
  h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
  button { font: inherit; padding: .5rem .9rem; margin: 0 .4rem .5rem 0; border: 1px solid #00589c; border-radius: .25rem; background: #fff; color: #00589c; cursor: pointer; }
  button:focus-visible { outline: 3px solid #00589c; outline-offset: 2px; }
</style>`;
