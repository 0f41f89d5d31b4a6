/** Searching for a person, an address or a number. What is searched for stands in no address, so the form is posted. */
import { dateInWords } from '../../src/wording/sentences/dates.ts';
import { ErrorSummary, TextField, type RefusedForm } from '../components/form.tsx';
import { Empty, H1, H2, P } from '../components/text.tsx';
import type { Content } from '../shell/page.tsx';
import { searchFields, type Found } from './search.view.ts';

/** @param found null before anything was searched for */
export const searchPage = (found: Found | null, refused: RefusedForm | null): Content => ({
  title: 'Zoeken',
  content: (
    <>
      <H1>Zoeken</H1>
      <ErrorSummary refused={refused} names={searchFields} />
      <P>Op achternaam, op adres, of op een zaaknummer of kenmerk. Vult u meer in, dan moet alles kloppen.</P>
      <form method="post" action="/zoeken" class="form form--search" noValidate autocomplete="off">
        <TextField name="lastName" label="Achternaam" optional refused={refused} />
        <TextField name="birthDate" label="Geboortedatum" type="date" optional refused={refused} />
        <div class="form__row">
          <TextField name="postcode" label="Postcode" optional refused={refused} />
          <TextField name="houseNumber" label="Huisnummer" optional refused={refused} />
          <TextField name="addition" label="Toevoeging" optional refused={refused} />
        </div>
        <TextField name="reference" label="Zaaknummer of kenmerk" optional refused={refused} />
        <div class="buttons">
          <button class="nl-button nl-button--primary">Zoeken</button>
        </div>
      </form>
      {found === null ? null : <Results found={found} />}
    </>
  ),
});

const Results = ({ found: { cases, more } }: { found: Found }) => (
  <section aria-labelledby="gevonden">
    <H2 id="gevonden">{cases.length === 0 ? 'Niets gevonden' : cases.length === 1 ? 'Eén zaak gevonden' : `${cases.length} zaken gevonden`}</H2>
    {cases.length === 0 ? <Empty>Controleer de schrijfwijze, of zoek op minder.</Empty> : null}
    <ul class="cards">
      {cases.map(({ id, number, who, where, phase, openedOn }) => (
        <li class="card">
          <h3 class="card__name"><a class="nl-link" href={`/zaken/${id}`}>{where}</a></h3>
          <p class="card__line">{who}</p>
          <p class="card__line card__line--soft">{[number, phase, `sinds ${dateInWords(openedOn)}`].filter(Boolean).join(' · ')}</p>
        </li>
      ))}
    </ul>
    {more ? <P>Er zijn er meer. Vul meer in om minder te vinden.</P> : null}
  </section>
);
