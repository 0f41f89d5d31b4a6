/** The process page: the diagram, and the same in tables. Works without script; everything comes from this server. */
import { readFileSync } from 'node:fs';
import type { ProcessDocument } from '../../src/process/document.ts';
import { processSvg } from '../../src/process/drawing.ts';
import { escaped } from '../../src/render/escape.ts';
import { pageOf, styleSheet } from '../../src/render/page.ts';
import { table } from './table.ts';

export const processStyles = readFileSync(new URL('./process.css', import.meta.url), 'utf8');
export const processHeaders = { 'Content-Security-Policy': "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", 'Cache-Control': 'no-cache' };

export const processPageOf = (process: ProcessDocument): string =>
  pageOf({ title: 'De weg van een zaak - Vroegsignalering', head: styleSheet('/proces/style.css'), body: bodyOf(process) });

const bodyOf = (process: ProcessDocument): string => `<body>
<a class="skip" href="#inhoud">Naar de inhoud</a>
<main id="inhoud">
<h1>De weg van een vroegsignaleringszaak</h1>
<p>Dit is het proces zoals het systeem het uitvoert: fasen, wat u er kunt doen, en binnen welke termijn. De termijnen zijn die van beleid ${escaped(process.policyVersion)}, dat vandaag geldt.</p>
<p><a href="/api/v1/process.bpmn">Download het diagram als BPMN</a>, of lees <a href="/api/v1/process">dezelfde gegevens als JSON</a>.</p>
<nav aria-label="Op deze pagina"><ul>
<li><a href="#diagram">Diagram</a></li><li><a href="#acties">Acties per fase</a></li><li><a href="#termijnen">Termijnen</a></li><li><a href="#vanzelf">Wat vanzelf gebeurt</a></li><li><a href="#einde">Hoe een zaak eindigt</a></li>
</ul></nav>
<section aria-labelledby="diagram">
<h2 id="diagram">Diagram</h2>
<p>Een ruit is een keuze, een klok een termijn, een envelop een bericht. Past het niet op het scherm, schuif dan in het kader. De tabellen eronder zeggen hetzelfde.</p>
<div class="frame" role="region" aria-labelledby="diagram" tabindex="0">${processSvg(process)}</div>
</section>
<section aria-labelledby="acties">
<h2 id="acties">Acties per fase</h2>
${process.phases.map((phase) => phaseTable(process, phase)).join('')}
<h3>In elke fase van een lopende zaak</h3>
${table('In elke fase van een lopende zaak', ['Actie', 'Wie', 'Bijzonder'], process.actions.filter(({ steering }) => steering).map((action) => [action.label, who(action), special(action)]))}
</section>
<section aria-labelledby="termijnen">
<h2 id="termijnen">Termijnen</h2>
<p>Een termijn begint de dag na het genoemde begin en loopt door als de zaak naar een volgende fase gaat.</p>
${table('Termijnen', ['Termijn', 'Begint', 'Duur', 'Waarschuwing', 'Van wie', 'Na de laatste dag'], process.deadlines.map((d) => [d.label, d.startsAt, d.termInWords, d.warningInWords, d.owner.label, d.onBreach ?? '–']))}
</section>
<section aria-labelledby="vanzelf">
<h2 id="vanzelf">Wat vanzelf gebeurt</h2>
${table('Wat vanzelf gebeurt', ['Gebeurtenis', 'Van fase', 'Naar fase'], process.happenings.flatMap(({ label, ways }) => ways.map(({ from, to }) => [label, phaseName(process, from), phaseName(process, to)])))}
</section>
<section aria-labelledby="einde">
<h2 id="einde">Hoe een zaak eindigt</h2>
${table('Hoe een zaak eindigt', ['Einde', 'Door'], process.endings.map(({ label, by }) => [label, by.map((code) => labelOf(process, code)).join(', ')]))}
</section>
</main>
</body>`;

type ActionOf = ProcessDocument['actions'][number];

function phaseTable(process: ProcessDocument, { code, label }: ProcessDocument['phases'][number]): string {
  const rows = process.actions.filter((action) => !action.steering && action.from.includes(code));
  const leadsTo = ({ ways }: ActionOf) => ways.filter(({ from }) => from === code).map(({ to }) => (to === code ? 'blijft in deze fase' : phaseName(process, to))).join(' of ');
  return `<h3>${escaped(label)}</h3>\n${table(`Acties in de fase ${label}`, ['Actie', 'Wie', 'Leidt naar', 'Bijzonder'], rows.map((action) => [action.label, who(action), leadsTo(action), special(action)]))}`;
}

const who = ({ roles }: ActionOf): string => roles.map(({ label }) => label).join(', ');
const special = ({ reasonNeeded, whilePaused }: ActionOf): string => [...(reasonNeeded ? ['met reden'] : []), ...(whilePaused ? ['ook tijdens een pauze'] : [])].join(', ') || '–';
const phaseName = ({ phases }: ProcessDocument, code: string): string => phases.find((phase) => phase.code === code)?.label ?? code;
const labelOf = ({ actions, happenings }: ProcessDocument, code: string): string => [...actions, ...happenings].find((one) => one.code === code)?.label ?? code;
