/** The process page: the diagram, and the same in tables. */
import type { ProcessDocument } from '../../src/process/document.ts';
import { processSvg } from '../../src/process/drawing.ts';
import { H1, H2, H3, P } from '../components/text.tsx';
import { Drawing } from '../components/svg.tsx';
import { Table } from '../components/table.tsx';
import type { Content } from '../shell/page.tsx';

export const processContent = (process: ProcessDocument): Content => ({ title: 'De weg van een zaak', content: <Process process={process} /> });

const parts = { diagram: 'Diagram', acties: 'Acties per fase', termijnen: 'Termijnen', vanzelf: 'Wat vanzelf gebeurt', einde: 'Hoe een zaak eindigt' };

const Process = ({ process }: { process: ProcessDocument }) => (
  <>
    <H1>De weg van een vroegsignaleringszaak</H1>
    <P>Dit is het proces zoals het systeem het uitvoert: fasen, wat u er kunt doen, en binnen welke termijn. De termijnen zijn die van beleid {process.policyVersion}, dat vandaag geldt.</P>
    <P>
      <a class="nl-link" href="/api/v1/process.bpmn">Download het diagram als BPMN</a>, of lees <a class="nl-link" href="/api/v1/process">dezelfde gegevens als JSON</a>.
    </P>
    <nav aria-label="Op deze pagina">
      <ul class="links">
        {Object.entries(parts).map(([id, label]) => (
          <li><a class="nl-link" href={`#${id}`}>{label}</a></li>
        ))}
      </ul>
    </nav>
    <section aria-labelledby="diagram">
      <H2 id="diagram">{parts.diagram}</H2>
      <P>Een ruit is een keuze, een klok een termijn, een envelop een bericht. Past het niet op het scherm, schuif dan in het kader. De tabellen eronder zeggen hetzelfde.</P>
      <Drawing svg={processSvg(process)} label="Het diagram zelf, te verschuiven" />
    </section>
    <section aria-labelledby="acties">
      <H2 id="acties">{parts.acties}</H2>
      {process.phases.map((phase) => <PhaseTable process={process} phase={phase} />)}
      <H3>In elke fase van een lopende zaak</H3>
      <Table caption="In elke fase van een lopende zaak" heads={['Actie', 'Wie', 'Bijzonder']} rows={process.actions.filter(({ steering }) => steering).map((action) => [action.label, who(action), special(action)])} />
    </section>
    <section aria-labelledby="termijnen">
      <H2 id="termijnen">{parts.termijnen}</H2>
      <P>Een termijn begint de dag na het genoemde begin en loopt door als de zaak naar een volgende fase gaat.</P>
      <Table caption="Termijnen" heads={['Termijn', 'Begint', 'Duur', 'Waarschuwing', 'Van wie', 'Na de laatste dag']} rows={process.deadlines.map((d) => [d.label, d.startsAt, d.termInWords, d.warningInWords, d.owner.label, d.onBreach ?? '–'])} />
    </section>
    <section aria-labelledby="vanzelf">
      <H2 id="vanzelf">{parts.vanzelf}</H2>
      <Table caption="Wat vanzelf gebeurt" heads={['Gebeurtenis', 'Van fase', 'Naar fase']} rows={process.happenings.flatMap(({ label, ways }) => ways.map(({ from, to }) => [label, phaseName(process, from), phaseName(process, to)]))} />
    </section>
    <section aria-labelledby="einde">
      <H2 id="einde">{parts.einde}</H2>
      <Table caption="Hoe een zaak eindigt" heads={['Einde', 'Door']} rows={process.endings.map(({ label, by }) => [label, by.map((code) => labelOf(process, code)).join(', ')])} />
    </section>
  </>
);

type ActionOf = ProcessDocument['actions'][number];

function PhaseTable({ process, phase: { code, label } }: { process: ProcessDocument; phase: ProcessDocument['phases'][number] }) {
  const rows = process.actions.filter((action) => !action.steering && action.from.includes(code));
  const leadsTo = ({ ways }: ActionOf) => ways.filter(({ from }) => from === code).map(({ to }) => (to === code ? 'blijft in deze fase' : phaseName(process, to))).join(' of ');
  return (
    <>
      <H3>{label}</H3>
      <Table caption={`Acties in de fase ${label}`} heads={['Actie', 'Wie', 'Leidt naar', 'Bijzonder']} rows={rows.map((action) => [action.label, who(action), leadsTo(action), special(action)])} />
    </>
  );
}

const who = ({ roles }: ActionOf): string => roles.map(({ label }) => label).join(', ');
const special = ({ reasonNeeded, whilePaused }: ActionOf): string => [...(reasonNeeded ? ['met reden'] : []), ...(whilePaused ? ['ook tijdens een pauze'] : [])].join(', ') || '–';
const phaseName = ({ phases }: ProcessDocument, code: string): string => phases.find((phase) => phase.code === code)?.label ?? code;
const labelOf = ({ actions, happenings }: ProcessDocument, code: string): string => [...actions, ...happenings].find((one) => one.code === code)?.label ?? code;
