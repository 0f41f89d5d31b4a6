/**
 * What residents find in their letter box, in plain Dutch. Others in the house may read it: it says that we offer help with money, and
 * nothing of arrears, amounts or creditors. Pure.
 */
import type { Flyer, ResidentLetter } from '../../usecases/outreach/write-to-residents.ts';
import { placeLabels } from '../labels/labels.ts';
import { dateInWords } from '../sentences/dates.ts';
import { facts, heading, list, paragraph, type Paper, type PaperBlock } from './paper.ts';

const DOTS = '………………………………';

export const flyerPaper = ({ municipality, phone }: Flyer): Paper => ({
  title: 'Wij waren aan de deur',
  head: [[`Gemeente ${municipality}`]],
  blocks: [
    paragraph('U was niet thuis. Wij komen graag even met u praten. Wij komen nog een keer langs, op een ander moment van de dag.'),
    paragraph('Wij zijn van de gemeente. Ons bezoek is gratis en u zit nergens aan vast.'),
    heading('Liever zelf een moment kiezen?'),
    paragraph('Bel ons. U hoeft niet te wachten tot wij weer komen.'),
    facts(['Telefoon', phone ?? DOTS], ['Wij waren hier op', DOTS], ['Vraag naar', DOTS]),
    paragraph('Onze medewerkers kunnen zich altijd legitimeren. Wij vragen nooit om uw pincode of om geld.'),
  ],
});

export function residentLetterPaper(letter: ResidentLetter): Paper {
  const { municipality, to, on, phone } = letter;
  return {
    title: letter.about === 'visit' ? 'Wij komen graag bij u langs' : 'Wij hebben u niet thuis getroffen',
    head: [[`Gemeente ${municipality}`], [to.name ?? 'Aan de bewoners van', to.street, to.place], [`Datum: ${dateInWords(on)}`]],
    blocks: [
      paragraph(to.name === null ? 'Beste bewoners,' : `Beste ${to.name},`),
      ...(letter.about === 'visit' ? announced(letter) : missed(letter)),
      heading('Waarom komen wij?'),
      paragraph('De gemeente helpt inwoners met vragen over geld, zoals rekeningen, vaste lasten en toeslagen. Dat doen wij vroeg, zodat problemen klein blijven. Het gesprek is gratis, en u beslist zelf of u hulp wilt.'),
      heading('Wat kunt u doen?'),
      list([`Bel ons op ${phone ?? DOTS}. U kiest dan zelf een dag en een tijd.`, 'Komt het bezoek niet uit, of praat u liever ergens anders? Zeg het ons.', 'Wilt u geen bezoek? Dan horen wij dat ook graag.']),
      paragraph('Onze medewerkers kunnen zich altijd legitimeren. Wij vragen nooit om uw pincode of om geld.'),
      paragraph('Met vriendelijke groet,'),
      paragraph(`Gemeente ${municipality}`),
    ],
  };
}

function announced({ comes }: ResidentLetter): PaperBlock[] {
  if (comes === null) return [paragraph('Binnenkort komt iemand van de gemeente bij u langs. Wij willen graag even met u praten.')];
  const at = comes.time === null ? '' : ` om ${comes.time} uur`;
  if (comes.place === 'door') return [paragraph(`Op ${dateInWords(comes.date)}${at} komt iemand van de gemeente bij u langs. Wij willen graag even met u praten.`)];
  return [paragraph(`Op ${dateInWords(comes.date)}${at} hebben wij een afspraak met u, ${placeLabels[comes.place]}.`)];
}

function missed({ missedOn, comes }: ResidentLetter): PaperBlock[] {
  const days = missedOn.map(dateInWords);
  const when = days.length < 2 ? days.join('') : `${days.slice(0, -1).join(', ')} en ${days.at(-1) ?? ''}`;
  return [
    paragraph(`Wij waren bij u aan de deur op ${when}. Wij hebben u niet gesproken.`),
    paragraph(comes === null ? 'Daarom schrijven wij u. Wij horen graag van u.' : `Op ${dateInWords(comes.date)} komen wij nog een keer.`),
  ];
}

