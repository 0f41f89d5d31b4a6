/** The day of a caseworker: where to go, in which order, and one tap to say what came of it. */
import { dayInWords } from '../../src/wording/sentences/terms.ts';
import { ErrorSummary, PostForm, type RefusedForm } from '../components/form.tsx';
import { DueBadge, Empty, H1, P } from '../components/text.tsx';
import type { Content } from '../shell/page.tsx';
import type { Card, TodayView } from './today.view.ts';

export const todayPage = (view: TodayView, refused: RefusedForm | null): Content => ({
  title: 'Vandaag',
  content: (
    <>
      <H1>Vandaag</H1>
      <p class="sub">
        {dayInWords(view.date)} · {view.cards.length === 1 ? 'nog 1 adres' : `nog ${view.cards.length} adressen`}
        {view.visited === 0 ? '' : ` · ${view.visited} gedaan`}
      </p>
      <ErrorSummary refused={refused} />
      {view.cards.length === 0 ? (
        <Empty>
          {view.visited === 0 ? 'Er zijn vandaag geen bezoeken.' : 'Alle bezoeken van vandaag zijn gedaan.'} <a class="nl-link" href="/zaken?wie=ik">Naar mijn zaken</a>
        </Empty>
      ) : null}
      <ol class="cards">
        {view.cards.map((card) => (
          <StopCard card={card} view={view} refused={refused} />
        ))}
      </ol>
      {view.more ? <P>Er zijn meer adressen dan hier op volgorde passen. Zet zaken op naam, dan staan hier de uwe.</P> : null}
    </>
  ),
});

const StopCard = ({ card, view, refused }: { card: Card; view: TodayView; refused: RefusedForm | null }) => (
  <li class={`card${card.warning === null ? '' : ' card--unsafe'}`} id={`zaak-${card.id}`}>
    <div class="card__top">
      <h2 class="card__name"><a class="nl-link" href={`/zaken/${card.id}`}>{card.where}</a></h2>
      <DueBadge text={card.badge} />
      {card.crisis ? <span class="nl-data-badge badge badge--late">Crisis</span> : null}
    </div>
    {card.appointment === null ? null : <p class="card__line"><strong>{card.appointment}</strong></p>}
    <p class="card__line">{[card.visit, card.tried, card.taken].filter((part) => part !== null).join(' · ')}</p>
    <p class="card__line card__line--soft">{card.arrears}</p>
    {card.warning === null ? null : <p class="warning">{card.warning}</p>}
    <details class="card__more">
      <summary>Wie er wonen</summary>
      <ul>
        {card.people.map(({ name, phone, good }) => (
          <li>
            {name}
            {phone === null ? null : <> · <a class="nl-link" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a></>}
            {good === null ? null : ` · ${good}`}
          </li>
        ))}
      </ul>
    </details>
    {card.records === null ? null : (
      <div class="card__actions">
        <Outcome card={card} view={view} refused={refused} outcome="nobody-home" label="Niet thuis" primary />
        <Outcome card={card} view={view} refused={refused} outcome="reached" label="Gesproken" primary />
        <a class="nl-button nl-button--secondary" href={`/zaken/${card.id}/bezoek?terug=vandaag`}>Anders…</a>
      </div>
    )}
  </li>
);

const Outcome = ({ card, view, refused, outcome, label, primary = false }: { card: Card; view: TodayView; refused: RefusedForm | null; outcome: string; label: string; primary?: boolean }) => (
  <PostForm action={`/vandaag/${card.id}`} class="one" hidden={{ kind: card.records ?? 'visit', outcome, date: view.date, partOfDay: view.partOfDay, seq: card.seq }} refused={refused?.fields['outcome']?.[0] === outcome ? refused : null}>
    <button class={`nl-button nl-button--${primary ? 'primary' : 'secondary'}`} aria-label={`${label}: ${card.where}`}>{label}</button>
  </PostForm>
);
