import { H1, H2, P } from '../components/text.tsx';
import { Timeline, type TimelineView } from '../components/timeline.tsx';
import type { Content } from '../shell/page.tsx';
import type { ForecastView } from './forecast.view.ts';

const Back = ({ id }: { id: string }) => <P><a class="nl-link" href={`/zaken/${id}`}>Terug naar de zaak</a></P>;

export const timelinePage = (id: string, view: TimelineView): Content => ({
  title: 'Tijdlijn',
  content: (
    <>
      <H1>Tijdlijn</H1>
      <Back id={id} />
      <Timeline view={view} />
    </>
  ),
});

export const forecastPage = (id: string, view: ForecastView): Content => ({
  title: 'Vooruitblik',
  content: (
    <>
      <H1>Wat er komt als niemand iets doet</H1>
      <Back id={id} />
      {view.length === 0 ? <P>Er komt niets meer vanzelf.</P> : null}
      {view.map(({ day, happenings, told, phase }) => (
        <section>
          <H2>{day}</H2>
          <ul>{happenings.map((sentence) => <li>{sentence}</li>)}</ul>
          {told.length === 0 ? null : <P>Bericht aan: {told.join(', ')}.</P>}
          <p class="sub">Daarna: {phase}</p>
        </section>
      ))}
    </>
  ),
});
