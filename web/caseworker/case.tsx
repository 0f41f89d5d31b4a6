/** One case: what to do next on top; who lives there is shown when it is asked for. */
import { PostForm } from '../components/form.tsx';
import { Table } from '../components/table.tsx';
import { DueBadge, Empty, Facts, H1, H2, P } from '../components/text.tsx';
import { Timeline, type TimelineView } from '../components/timeline.tsx';
import type { Content } from '../shell/page.tsx';
import type { CaseView } from './case.view.ts';

/** @param isShown whether people are shown */
export const casePage = (view: CaseView, timeline: TimelineView, isShown: boolean): Content => ({
  title: view.number ?? 'Zaak',
  content: (
    <>
      <H1>{view.where}</H1>
      <p class="sub">
        {[view.number, view.phase].filter((part) => part !== null).join(' · ')} {view.crisis ? <span class="nl-data-badge badge badge--late">Crisis</span> : null}
      </p>
      {view.warning === null ? null : <p class="warning">{view.warning}</p>}
      <Next view={view} />
      <People view={view} isShown={isShown} />
      <H2>Achterstand: {view.total}</H2>
      <Table caption="Achterstand per schuldeiser" heads={['Schuldeiser', 'Soort', 'Bedrag', 'Sinds']} rows={view.arrears} />
      <H2>Contact</H2>
      {view.visits === null ? null : <P>{view.visits}.</P>}
      {view.attempts.length === 0 ? <Empty>Nog niets geprobeerd.</Empty> : <ul>{view.attempts.map(({ when, what }) => <li>{what} · {when}</li>)}</ul>}
      <H2>Gegevens</H2>
      <Facts facts={view.facts} />
      <H2>Laatste gebeurtenissen</H2>
      <Timeline view={{ ...timeline, events: timeline.events.slice(0, 5), upcoming: [] }} />
      <p class="nl-paragraph links">
        <a class="nl-link" href={`/zaken/${view.id}/tijdlijn`}>Hele tijdlijn</a>
        <a class="nl-link" href={`/zaken/${view.id}/vooruitblik`}>Wat er komt als niemand iets doet</a>
      </p>
    </>
  ),
});

const Next = ({ view }: { view: CaseView }) => (
  <section class="next" aria-labelledby="nu">
    <H2 id="nu">Nu te doen</H2>
    {view.appointment === null ? null : <P><strong>Afspraak: {view.appointment}</strong></P>}
    {view.due.length === 0 ? <P>Er loopt geen termijn.</P> : null}
    <ul class="jumps">
      {view.due.map(({ label, badge, on }) => (
        <li>{label}: {on} <DueBadge text={badge} /></li>
      ))}
    </ul>
    <div class="card__actions">
      {view.next.map(({ href, label }, index) => (
        <a class={`nl-button nl-button--${index === 0 ? 'primary' : 'secondary'}`} href={href}>{label}</a>
      ))}
    </div>
    {view.others.length === 0 ? null : (
      <details class="card__more">
        <summary>Meer doen</summary>
        <ul class="jumps">
          {view.others.map(({ href, label }) => (
            <li><a class="nl-link" href={href}>{label}</a></li>
          ))}
        </ul>
      </details>
    )}
  </section>
);

const People = ({ view, isShown }: { view: CaseView; isShown: boolean }) => (
  <section aria-labelledby="wie">
    <H2 id="wie">Wie er wonen</H2>
    {view.people.length === 0 ? <Empty>De gegevens van personen zijn gewist.</Empty> : null}
    {view.people.length > 0 && !isShown ? (
      <PostForm action={`/zaken/${view.id}/personen`} class="form--one">
        <button class="nl-button nl-button--secondary">{view.people.length === 1 ? 'Toon 1 persoon' : `Toon ${view.people.length} personen`}</button>
      </PostForm>
    ) : null}
    {isShown ? view.people.map((person) => <Facts facts={factsOf(person)} />) : null}
  </section>
);

const factsOf = ({ name, birthDate, phone, email }: CaseView['people'][number]): [string, string | null][] => [
  ['Naam', name],
  ['Geboren', birthDate ?? 'onbekend'],
  ['Telefoon', phone ?? 'onbekend'],
  ['E-mail', email ?? 'onbekend'],
];
