/** What words of the field mean, for whoever works with the system: pages and their explanations take them from here. */
export interface Term {
  id: string;
  term: string;
  meaning: string;
}

export const terms: readonly Term[] = [
  { id: 'zaak', term: 'Zaak', meaning: 'Eén adres met een of meer betalingsachterstanden, waar u contact zoekt en hulp aanbiedt. Elke zaak heeft een nummer, zoals ENS-2026-00123.' },
  { id: 'signaal', term: 'Signaal', meaning: 'De melding van een schuldeiser dat iemand achterloopt met betalen.' },
  { id: 'crisis', term: 'Crisis', meaning: 'Een ontruiming of afsluiting is dichtbij. De zaak slaat het wachten op de ronde over.' },
  { id: 'ronde', term: 'Ronde', meaning: 'De meldingen van één maand. Schuldeisers leveren tot de 25e, 11:00 uur.' },
  { id: 'match', term: 'Match', meaning: 'Een adres dat na het vergelijken van alle signalen wordt opgepakt.' },
  { id: 'triage', term: 'Triage', meaning: 'Het meldpunt kijkt of iemand al bekend is, en besluit: oppakken of niet.' },
  { id: 'contactpoging', term: 'Contactpoging', meaning: 'Eén poging om iemand te bereiken. Alleen huisbezoeken tellen mee voor het maximum.' },
  { id: 'dagdeel', term: 'Dagdeel', meaning: 'Ochtend (tot 12:00 uur), middag (tot 18:00 uur) of avond. Een volgend bezoek is op een ander dagdeel.' },
  { id: 'plan', term: 'Plan van aanpak', meaning: 'Wat u met de inwoner afspreekt: oorzaken, voorzieningen, ruimte om te betalen, en wie het overneemt.' },
  { id: 'overdracht', term: 'Warme overdracht', meaning: 'U draagt de inwoner over aan een met name genoemde dienst, en die bevestigt dat.' },
  { id: 'terugkoppeling', term: 'Terugkoppeling', meaning: 'Wat schuldeisers te horen krijgen over de achterstand. Nooit iets anders dan dat.' },
  { id: 'heropaf', term: 'Heropaf', meaning: 'Zes maanden na de terugkoppeling vragen we de schuldeiser of de vaste lasten weer worden betaald.' },
  { id: 'termijn', term: 'Termijn', meaning: 'De laatste dag waarop iets gedaan moet zijn. U krijgt vooraf bericht.' },
  { id: 'onveilig', term: 'Onveilig', meaning: 'Ga niet zonder afspraak aan de deur. Alleen het meldpunt maakt die afspraak.' },
  { id: 'bezwaar', term: 'Bezwaar', meaning: 'Iemand wil niet dat signalen over hem of haar worden gebruikt. Nieuwe signalen over die persoon stoppen.' },
];

export const meaningOf = (id: string): string => terms.find((term) => term.id === id)?.meaning ?? '';
