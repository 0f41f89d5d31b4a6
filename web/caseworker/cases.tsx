import { DueBadge, Empty, H1, H2 } from '../components/text.tsx';
import type { Content } from '../shell/page.tsx';
import type { CaseLine, CasesView } from './cases.view.ts';

export const casesPage = (view: CasesView): Content => {
  const title = view.mine ? 'Mijn zaken' : 'Zaken';
  return {
    title,
    content: (
      <>
        <H1>{title}</H1>
        <nav aria-label="Welke zaken">
          <ul class="jumps">
            <li><a class="nl-link" href="/zaken?wie=ik" aria-current={view.mine ? 'page' : undefined}>Van mij</a></li>
            <li><a class="nl-link" href="/zaken" aria-current={view.mine ? undefined : 'page'}>Alle zaken die ik mag zien</a></li>
          </ul>
        </nav>
        {view.groups.length === 0 ? <Empty>Hier zijn nu geen zaken{view.mine ? ' op uw naam' : ''}.</Empty> : null}
        {view.groups.map(({ label, lines }) => (
          <section>
            <H2>{label} ({lines.length})</H2>
            <ul class="cards">{lines.map((line) => <Line line={line} />)}</ul>
          </section>
        ))}
        {view.next === null ? null : <p class="nl-paragraph"><a class="nl-button nl-button--secondary" href={view.next}>Volgende zaken</a></p>}
      </>
    ),
  };
};

const Line = ({ line }: { line: CaseLine }) => (
  <li class="card">
    <div class="card__top">
      <h3 class="card__name"><a class="nl-link" href={`/zaken/${line.id}`}>{line.where}</a></h3>
      <DueBadge text={line.badge} />
      {line.crisis ? <span class="nl-data-badge badge badge--late">Crisis</span> : null}
    </div>
    <p class="card__line">{[line.due, line.state].filter((part) => part !== null).join(' · ')}</p>
    <p class="card__line card__line--soft">{[line.arrears, line.number].filter((part) => part !== null).join(' · ')}</p>
    {line.unsafe ? <p class="warning">Niet veilig: ga hier niet zonder afspraak aan de deur.</p> : null}
  </li>
);
