/** Who is signed in, as whom they work, and how to sign out. Its forms hold a token, so it is never compressed. */
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import { roleLabels } from '../../src/wording/labels/labels.ts';
import { H1, H2, P } from '../components/text.tsx';
import type { Content } from '../shell/page.tsx';

interface Props {
  account: Account | null;
  /** All that this person may work as. */
  accounts: readonly Account[];
  /** What every form here sends along. */
  formToken: string;
}

/** The person who is signed in, and the account in use. Every form sends `formToken`. */
export const accountPage = ({ account, accounts, formToken }: Props): Content => {
  const others = accounts.filter(({ id }) => id !== account?.id);
  return {
    title: 'Uw account',
    content: (
      <>
        <H1>Uw account</H1>
        {account === null ? <P>U hebt meer dan een account. Kies als wie u nu werkt.</P> : <P>U bent aangemeld als <strong>{account.name}</strong> ({roleLabels[account.role]}).</P>}
        {others.length === 0 ? null : <H2>Werken als</H2>}
        {others.map((other) => (
          <OneButton action="/account" label={`${other.name} (${roleLabels[other.role]})`} formToken={formToken} account={other.id} />
        ))}
        <H2>Afmelden</H2>
        <OneButton action="/afmelden" label="Afmelden" formToken={formToken} />
        <OneButton action="/afmelden/overal" label="Overal afmelden, ook op andere apparaten" formToken={formToken} />
        <p class="nl-paragraph links">
          <a class="nl-link" href="/api/docs">De API</a>
        </p>
      </>
    ),
  };
};

const OneButton = ({ action, label, formToken, account }: { action: string; label: string; formToken: string; account?: string }) => (
  <form method="post" action={action} class="form form--one">
    <input type="hidden" name="form" value={formToken} />
    {account === undefined ? null : <input type="hidden" name="account" value={account} />}
    <button class="nl-button nl-button--secondary">{label}</button>
  </form>
);

export const signedOutPage = (): Content => ({
  title: 'U bent afgemeld',
  content: (
    <>
      <H1>U bent afgemeld</H1>
      <P>
        Tot de volgende keer. <a class="nl-link" href="/aanmelden">Opnieuw aanmelden</a>
      </P>
    </>
  ),
});

export const refusedPage = (sentence: string, onwards: { href: string; label: string } = { href: '/aanmelden', label: 'Opnieuw aanmelden' }): Content => ({
  title: 'Dit is niet gelukt',
  content: (
    <>
      <H1>Dit is niet gelukt</H1>
      <P>{sentence}</P>
      <P>
        <a class="nl-link" href={onwards.href}>{onwards.label}</a>
      </P>
    </>
  ),
});
