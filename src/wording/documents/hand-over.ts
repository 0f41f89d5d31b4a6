/** The hand-over as a page for the service that takes over. */
import type { HandOverDocument } from '../../usecases/cases/read-hand-over.ts';
import { dateInWords } from '../sentences/dates.ts';
import { facts, heading, paragraph, type Paper } from './paper.ts';
import { planBlocks } from './plan.ts';

export function handOverPaper(d: HandOverDocument): Paper {
  const { address } = d;
  return {
    title: 'Warme overdracht',
    head: [[`Gemeente ${d.municipality}`, 'Vroegsignalering'], [`Aan: ${d.service}`]],
    blocks: [
      facts(
        ['Zaak', d.caseNumber ?? d.caseId],
        ['Aangeboden op', dateInWords(d.offeredOn)],
        ['Bevestigd op', d.confirmedOn === null ? null : dateInWords(d.confirmedOn)],
        ['Problematische schulden', d.problematicDebts ? 'ja' : 'nee'],
        ['Spoed', d.urgent ? 'ja, wonen, energie of water is in gevaar' : 'nee'],
        ['Adres', address === null ? null : `${address.postcode} ${address.houseNumber} ${address.addition}`.trim() + `, ${address.place}`],
      ),
      ...(d.withheld > 0 || d.persons.length === 0 ? [paragraph('Zonder toestemming van de inwoner delen wij geen gegevens over de persoon en geen plan.')] : []),
      ...d.persons.flatMap((person) => [
        heading(`${person.initials} ${person.lastName}`.trim()),
        facts(['Geboren', person.birthDate === null ? null : dateInWords(person.birthDate)], ['Telefoon', person.phone], ['E-mail', person.email]),
      ]),
      ...(d.plan === null ? [] : [heading('Plan van aanpak'), ...planBlocks(d.plan)]),
    ],
  };
}
