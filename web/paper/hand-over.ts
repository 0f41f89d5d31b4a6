/** The pages of a link with which a service confirms a hand-over: they name no case and no person, and work without script. */
import { escaped } from '../../src/render/escape.ts';
import { pageOf, styleSheet } from '../../src/render/page.ts';

const page = (title: string, content: string): string =>
  pageOf({ title: `${title} - Vroegsignalering`, head: styleSheet('/papier.css'), body: `<body>\n<main>\n<h1>${escaped(title)}</h1>\n${content}\n</main>\n</body>` });

/** @param offeredOn in words. Opening it confirms nothing: mail programs open links too. */
export const handOverPage = ({ municipality, offeredOn }: { municipality: string; offeredOn: string }): string =>
  page('Bevestig de overdracht', `<p>De gemeente ${escaped(municipality)} heeft u op ${escaped(offeredOn)} een inwoner overgedragen voor hulp bij betalingsachterstanden.</p>
<p>Hebt u de overdracht ontvangen en neemt u contact op met de inwoner? Bevestig dat dan hier. Dat kan één keer.</p>
<form method="post"><p><button>Ja, wij hebben de overdracht ontvangen</button></p></form>
<p>Klopt er iets niet? Bevestig dan niet, en bel de medewerker van de gemeente die u de overdracht gaf.</p>`);

export const handOverConfirmedPage = (): string => page('De overdracht is bevestigd', '<p>Dank u wel. De gemeente ziet dat u de overdracht hebt ontvangen. U kunt deze pagina sluiten.</p>');

export const handOverOverPage = (): string =>
  page('Deze link werkt niet meer', '<p>De overdracht is al bevestigd, of de link is te oud of niet volledig. Hebt u nog niets bevestigd? Vraag de medewerker van de gemeente dan om een nieuwe link.</p>');
