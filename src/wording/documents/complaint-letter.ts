/** The letter about a complaint, in plain Dutch: that it came in, that it takes longer, or how it ended, with where to go next. Pure. */
import type { ComplaintOutcome } from '../../domain/complaints/complaint.ts';
import type { ComplaintLetter } from '../../usecases/complaints/read-complaints.ts';
import { dateInWords } from '../sentences/dates.ts';
import { facts, heading, paragraph, type Paper, type PaperBlock } from './paper.ts';

export function complaintLetter(letter: ComplaintLetter): Paper {
  const { municipality, to, on, receivedOn, id } = letter;
  return {
    title: titleOf(letter),
    head: [
      [`Gemeente ${municipality}`, 'Vroegsignalering'],
      to === null ? ['Aan: (naam en adres zijn niet bekend of gewist)'] : [to.name, to.street, to.place].filter((line) => line !== null),
      [`Datum: ${dateInWords(on)}`, 'Onderwerp: uw klacht', `Kenmerk: ${id}`],
    ],
    blocks: [
      paragraph(to === null ? 'Geachte heer of mevrouw,' : `Geachte heer of mevrouw ${to.name},`),
      paragraph(`Op ${dateInWords(receivedOn)} ontvingen wij uw klacht over vroegsignalering: het aanbod van hulp bij betalingsachterstanden.`),
      ...bodyOf(letter),
      paragraph('Met vriendelijke groet,'),
      paragraph(`namens het college van burgemeester en wethouders van ${municipality}`),
    ],
  };
}

function titleOf({ state, extendedTo }: ComplaintLetter): string {
  if (state === 'withdrawn') return 'U hebt uw klacht ingetrokken';
  if (state === 'closed') return 'Wij hebben uw klacht afgehandeld';
  return extendedTo === null ? 'Wij hebben uw klacht ontvangen' : 'Wij hebben meer tijd nodig voor uw klacht';
}

function bodyOf(letter: ComplaintLetter): PaperBlock[] {
  const { state, dueOn, extendedTo, extensionReason } = letter;
  if (state === 'withdrawn') return [paragraph('U hebt uw klacht weer ingetrokken. Wij doen er niets meer mee. U kunt altijd opnieuw een klacht indienen.')];
  if (state === 'closed') return closed(letter);
  if (extendedTo === null) {
    return [
      paragraph('Iemand die niet betrokken was bij wat er gebeurde, behandelt uw klacht. U kunt uw verhaal toelichten, en wij vragen ook de medewerker om wie het gaat.'),
      paragraph(dueOn === null ? 'U hoort binnen zes weken van ons.' : `U hoort uiterlijk op ${dateInWords(dueOn)} van ons. Lukt dat niet, dan hoort u dat voor die dag, met de reden.`),
    ];
  }
  return [
    paragraph('Het lukt ons niet om uw klacht op tijd af te handelen. Daarom nemen wij meer tijd (Algemene wet bestuursrecht artikel 9:11).'),
    ...(extensionReason === null ? [] : [paragraph(`De reden: ${extensionReason}`)]),
    paragraph(`U hoort uiterlijk op ${dateInWords(extendedTo)} van ons.`),
  ];
}

const conclusions: Readonly<Record<ComplaintOutcome, string>> = {
  founded: 'U hebt gelijk: uw klacht is gegrond.',
  'partly-founded': 'U hebt voor een deel gelijk: uw klacht is gedeeltelijk gegrond.',
  unfounded: 'Wij geven u geen gelijk: uw klacht is ongegrond.',
  solved: 'Wij hebben uw klacht samen opgelost. Daarom behandelen wij haar niet verder (Algemene wet bestuursrecht artikel 9:5).',
};

/** With the ombudsman and until when one can go there (Awb art. 9:12 paragraph 2 and 9:24). */
const closed = ({ outcome, findings }: ComplaintLetter): PaperBlock[] => [
  ...(outcome === null ? [] : [paragraph(conclusions[outcome])]),
  ...(findings === null ? [] : [paragraph(findings)]),
  heading('Bent u het er niet mee eens?'),
  paragraph('U kunt binnen een jaar na deze brief naar de ombudsman van uw gemeente, of naar de Nationale ombudsman als uw gemeente geen eigen ombudsman heeft. Dat kost niets.'),
  facts(['Post', 'Nationale ombudsman, Postbus 93122, 2509 AC Den Haag'], ['Website', 'nationaleombudsman.nl']),
];
