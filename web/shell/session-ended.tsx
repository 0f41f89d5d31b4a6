/** The session ended while a form was being filled in: the form is kept on this page until its reader has signed in again. */
import { PostForm } from '../components/form.tsx';
import type { Content } from './page.tsx';

interface Sent {
  /** Where the form was sent to. */
  action: string;
  fields: Readonly<Record<string, readonly string[]>>;
}

export const signInAgainPage = ({ action, fields }: Sent): Content => ({
  title: 'Meld u opnieuw aan',
  content: (
    <>
      <h1 class="nl-heading nl-heading--level-1">Meld u opnieuw aan</h1>
      <p class="nl-paragraph">U was te lang weg, en bent daarom afgemeld. Wat u had ingevuld is er nog: het gaat mee en is na het aanmelden meteen te versturen.</p>
      <PostForm action="/aanmelden" hidden={{ formulier: JSON.stringify({ action, fields }) }}>
        <button class="nl-button nl-button--primary">Aanmelden</button>
      </PostForm>
    </>
  ),
});

export const formGoesAlongPage = (href: string): Content => ({
  title: 'Aanmelden',
  content: (
    <>
      <h1 class="nl-heading nl-heading--level-1">Uw formulier gaat mee</h1>
      <p class="nl-paragraph">
        <a class="nl-button nl-button--primary" href={href} data-verder>Naar het aanmelden</a>
      </p>
    </>
  ),
});

/** After signing in: the same form, to be sent by whoever filled it in. */
export const formKeptPage = ({ action, fields }: Sent): Content => ({
  title: 'U bent weer aangemeld',
  content: (
    <>
      <h1 class="nl-heading nl-heading--level-1">U bent weer aangemeld</h1>
      <p class="nl-paragraph">Wat u had ingevuld is nog niet verstuurd.</p>
      <form method="post" action={action} class="form">
        {Object.entries(fields).flatMap(([name, values]) => values.map((value) => <input type="hidden" name={name} value={value} />))}
        <div class="buttons">
          <button class="nl-button nl-button--primary">Nu versturen</button>
          <a class="nl-link" href="/">Niet versturen</a>
        </div>
      </form>
    </>
  ),
});
