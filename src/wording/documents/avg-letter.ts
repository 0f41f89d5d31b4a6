/** The letter about a request under the AVG, in plain Dutch, with the remedies that there are against it. Pure. */
import { groundOf, type AvgKind, type AvgState } from '../../domain/rights/avg-request.ts';
import type { AvgLetter } from '../../usecases/avg-requests/write-avg-letter.ts';
import { personFieldLabels } from '../labels/avg.ts';
import { dateInWords } from '../sentences/dates.ts';
import { facts, heading, list, paragraph, type Paper, type PaperBlock } from './paper.ts';

const subjects: Readonly<Record<AvgKind, string>> = {
  inspection: 'inzage in uw gegevens',
  correction: 'correctie van uw gegevens',
  objection: 'bezwaar tegen het gebruik van uw gegevens',
  erasure: 'het wissen van uw gegevens',
};

const articles: Readonly<Record<AvgKind, string>> = { inspection: 'AVG artikel 15', correction: 'AVG artikel 16', objection: 'AVG artikel 21', erasure: 'AVG artikel 17' };

export function avgLetter(letter: AvgLetter): Paper {
  const { municipality, to, on, kind, receivedOn, requestId } = letter;
  return {
    title: titleOf(letter),
    head: [
      [`Gemeente ${municipality}`, 'Vroegsignalering'],
      to === null ? ['Aan: (naam en adres zijn gewist)'] : [to.name, to.street, to.place],
      [`Datum: ${dateInWords(on)}`, `Onderwerp: uw verzoek om ${subjects[kind]}`, `Kenmerk: ${requestId}`],
    ],
    blocks: [
      paragraph(to === null ? 'Geachte heer of mevrouw,' : `Geachte heer of mevrouw ${to.name},`),
      paragraph(`Op ${dateInWords(receivedOn)} ontvingen wij uw verzoek om ${subjects[kind]} (${articles[kind]}). Het gaat om gegevens voor vroegsignalering: het aanbod van hulp bij betalingsachterstanden.`),
      ...bodyOf(letter),
      ...remediesOf(letter),
      paragraph('Met vriendelijke groet,'),
      paragraph(`namens het college van burgemeester en wethouders van ${municipality}`),
    ],
  };
}

/** Granted and not carried out yet. */
const isUnderWay = (state: AvgState, kind: AvgKind) => state === 'granted' && kind !== 'inspection';

function titleOf({ state, kind, extendedTo }: AvgLetter): string {
  if (state === 'received') return extendedTo === null ? 'Wij hebben uw verzoek ontvangen' : 'Wij hebben meer tijd nodig voor uw verzoek';
  if (state === 'withdrawn') return 'U hebt uw verzoek ingetrokken';
  if (state === 'refused') return 'Wij wijzen uw verzoek af';
  if (isUnderWay(state, kind)) return 'Wij wijzen uw verzoek toe';
  return { inspection: 'Dit leggen wij over u vast', correction: 'Wij hebben uw gegevens gecorrigeerd', objection: 'Wij stoppen met het gebruik van uw gegevens', erasure: 'Wij hebben uw gegevens gewist' }[kind];
}

function bodyOf(letter: AvgLetter): PaperBlock[] {
  switch (letter.state) {
    case 'received':
      return letter.extendedTo === null ? received(letter) : extended(letter);
    case 'withdrawn':
      return [paragraph('U hebt uw verzoek weer ingetrokken. Wij doen er niets meer mee. U kunt altijd opnieuw een verzoek doen.')];
    case 'refused':
      return refused(letter);
    case 'granted':
    case 'done':
      if (isUnderWay(letter.state, letter.kind)) return [paragraph('Wij wijzen uw verzoek toe en voeren het nu uit.')];
      return [...granted(letter), ...(letter.answer === null ? [] : [paragraph(letter.answer)])];
  }
}

const received = ({ dueOn }: AvgLetter): PaperBlock[] => [
  paragraph(dueOn === null ? 'U krijgt binnen een maand antwoord.' : `U krijgt uiterlijk op ${dateInWords(dueOn)} antwoord. Lukt dat niet, dan hoort u dat voor die dag, met de reden.`),
];

const extended = ({ extendedTo, extensionReason }: AvgLetter): PaperBlock[] => [
  paragraph('Het lukt ons niet om binnen een maand te antwoorden. De wet staat toe dat wij meer tijd nemen, tot ten hoogste twee maanden extra (AVG artikel 12 lid 3).'),
  ...(extensionReason === null ? [] : [paragraph(`De reden: ${extensionReason}`)]),
  ...(extendedTo === null ? [] : [paragraph(`U krijgt uiterlijk op ${dateInWords(extendedTo)} antwoord.`)]),
];

function refused({ ground, answer }: AvgLetter): PaperBlock[] {
  const found = ground === null ? null : groundOf(ground);
  return [
    paragraph(found === null ? 'Wij wijzen uw verzoek af.' : `Wij wijzen uw verzoek af, omdat ${found.label} (${found.law}).`),
    ...(answer === null ? [] : [paragraph(answer)]),
  ];
}

/** Whoever asks hears who they are; the letter says it at once (AVG art. 19). */
const toldOf = ({ told }: AvgLetter): PaperBlock[] => (told.length === 0 ? [] : [paragraph('Wij hebben dit laten weten aan de schuldeisers die u bij ons hadden gemeld (AVG artikel 19):'), list(told)]);

function granted(letter: AvgLetter): PaperBlock[] {
  const { kind, corrected, effects } = letter;
  const [closed, shared] = [effects.closedCases, effects.sharedCases].map((cases = []) => cases.length > 0);
  switch (kind) {
    case 'inspection':
      return [paragraph('Bij deze brief vindt u een overzicht van alles wat wij over u vastleggen, met waarvoor wij dat gebruiken, van wie wij het kregen, wie het zag en hoe lang wij het bewaren.'), paragraph('Gegevens van anderen die op uw adres wonen, staan er niet in.')];
    case 'correction':
      return [
        paragraph('Wij hebben uw gegevens gecorrigeerd, overal waar zij in ons systeem staan. Dit is aangepast:'),
        list(corrected.map((field) => personFieldLabels[field] ?? field)),
        ...toldOf(letter),
        paragraph('Schuldeisers leveren gegevens uit hun eigen administratie. Staan ze daar ook verkeerd, vraag dan ook hun om correctie.'),
      ];
    case 'objection':
      return [
        paragraph('Wij hebben uw bezwaar vastgelegd.'),
        effects.everywhere === false
          ? paragraph('Nieuwe meldingen van schuldeisers over u op dit adres pakken wij niet meer op. Uw geboortedatum kennen wij niet. Op een ander adres kunnen wij daarom niet zien of een melding over u gaat of over iemand met dezelfde naam. Verhuist u, laat het ons dan weten, of geef ons uw geboortedatum.')
          : paragraph('Nieuwe meldingen van schuldeisers over u pakken wij niet meer op, ook niet als u verhuist binnen de gemeenten die hierin samenwerken. Meldt een schuldeiser u zonder geboortedatum, dan herkennen wij u alleen op dit adres.'),
        ...(closed ? [paragraph('De zaak die alleen over u ging, is gesloten.')] : []),
        ...(closed || shared ? [paragraph('Uw schuldeisers horen alleen dat de melding niet verder wordt opgepakt; niet waarom.')] : []),
        ...(shared ? [paragraph('In een zaak op uw adres staan ook meldingen over een ander. Die zaak loopt voor die ander door. De meldingen over u zijn eruit: wij nemen daarover geen contact meer op, en koppelen er niets meer over terug.')] : []),
        paragraph('Wilt u later toch hulp? Dan kunt u dit bezwaar altijd intrekken.'),
      ];
    case 'erasure':
      return [
        paragraph('Wij hebben uw gegevens gewist. Kopieën in reservebestanden zijn niet meer te lezen zodra de sleutel daarvan ook uit de reservebestanden is verdwenen; dat duurt enkele dagen.'),
        ...(shared ? [paragraph('In een zaak op uw adres staan ook meldingen over een ander. Die zaak loopt voor die ander door. Uw naam en uw andere gegevens zijn eruit; dat er een achterstand was, en hoe hoog, blijft staan.')] : []),
        paragraph('Bedragen en datums zonder naam of adres houden wij voor de cijfers. Daaruit is niet af te leiden om wie het ging.'),
        ...toldOf(letter),
        paragraph('Uw schuldeisers kunnen u opnieuw melden. Wilt u dat niet, maak dan ook bezwaar.'),
      ];
  }
}

/** A decision on such a request is one of an administrative body (UAVG art. 34): objection, then the court. */
function remediesOf({ state }: AvgLetter): PaperBlock[] {
  if (state === 'withdrawn') return [];
  const isDecision = state !== 'received';
  return [
    heading('Bent u het er niet mee eens?'),
    ...(isDecision
      ? [
          paragraph('U kunt bezwaar maken bij het college van burgemeester en wethouders (Algemene wet bestuursrecht artikel 6:4 en 7:1, Uitvoeringswet AVG artikel 34). Doe dat binnen zes weken na de datum van deze brief. Schrijf in uw brief:'),
          list(['uw naam en adres', 'de datum', 'tegen welk besluit u bezwaar maakt, met het kenmerk hierboven', 'waarom u het er niet mee eens bent', 'uw handtekening']),
        ]
      : []),
    paragraph('U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens (AVG artikel 77):'),
    facts(['Post', 'Autoriteit Persoonsgegevens, Postbus 93374, 2509 AJ Den Haag'], ['Website', 'autoriteitpersoonsgegevens.nl']),
    paragraph('Of leg uw vraag voor aan de functionaris gegevensbescherming van de gemeente.'),
  ];
}
