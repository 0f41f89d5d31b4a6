import type { ColumnName } from './mapping.ts';

/**
 * How creditors call their columns, as `fold` spells it. Of several columns that could be meant the one named first
 * here counts: a file with both "Contractnummer" and "Klantnummer" is about contracts.
 */
export const synonyms: Record<ColumnName, readonly string[]> = {
  reference: [
    'reference', 'referentie', 'referentienummer', 'kenmerk', 'signaalkenmerk', 'signaalid', 'signaalnummer', 'meldingsnummer',
    'meldingnummer', 'meldingnr', 'onskenmerk', 'contractnummer', 'contractnr', 'contract', 'contractid', 'contractrekening',
    'contractrekeningnummer', 'contractrekeningnr', 'huurovereenkomstnummer', 'huurovereenkomst', 'huurcontractnummer',
    'huurcontract', 'overeenkomstnummer', 'overeenkomstnr', 'overeenkomst', 'polisnummer', 'polisnr', 'polis', 'dossiernummer',
    'dossiernr', 'ean', 'eancode', 'eannummer', 'huurdersnummer', 'huurdernummer', 'huurdernr', 'zakenpartner', 'zakenpartnernummer',
    'klantnummer', 'klantnr', 'klantid', 'relatienummer', 'relatienr', 'debiteurnummer', 'debiteurnr', 'debiteurennummer',
    'debiteurennr', 'verzekerdennummer', 'verzekerdenummer', 'verzekerdennr', 'verzekerdenr', 'uwkenmerk', 'ref',
  ],
  lastName: [
    'lastname', 'achternaam', 'geslachtsnaam', 'familienaam', 'naam', 'klantnaam', 'naamhuurder1', 'naamhuurder', 'naamklant',
    'naamdebiteur', 'naamhoofdhuurder', 'hoofdhuurder', 'verzekeringsnemer', 'naamverzekeringsnemer', 'volledigenaam', 'fullname', 'huurder1', 'huurder',
  ],
  prefix: ['prefix', 'tussenvoegsel', 'tussenvoegsels', 'voorvoegsel', 'voorvoegsels', 'voorv', 'tussenv', 'tv', 'tvs', 'tussenvgsl', 'voorvgsl', 'voorvoegselgeslachtsnaam', 'voorvoegselsgeslachtsnaam'],
  initials: ['initials', 'voorletters', 'voorletter', 'voorl', 'vl', 'initialen', 'roepnaam', 'voornaam', 'voornamen'],
  birthDate: ['birthdate', 'dateofbirth', 'geboortedatum', 'geboortedat', 'geboortedatumddmmjjjj', 'gebdatum', 'gebdat', 'gebdtm', 'geboren', 'geborenop'],
  phone: [
    'phone', 'telefoonnummer', 'telefoon', 'telefoonnr', 'telefoonnummer1', 'telefoon1', 'telnr', 'tel', 'tel1', 'mobiel', 'mobielnummer',
    'mobielnr', 'mobiletelefoon', 'mobieletelefoon', 'telmobiel', 'telefoonmobiel', '06nummer', '06', '06nr', 'gsm', 'telefoonprive', 'telefoonnummer2', 'telefoon2', 'tel2',
  ],
  email: ['email', 'emailadres', 'mail', 'mailadres', 'email1', 'emailadres1', 'email2', 'emailadres2'],
  street: ['street', 'straat', 'straatnaam', 'adres'],
  streetAndNumber: ['straatenhuisnummer', 'straathuisnummer', 'straatennummer', 'straatnummer', 'adresregel1', 'adresregel', 'verbruiksadres', 'aansluitadres', 'leveradres', 'leveringsadres', 'woonadres'],
  place: ['place', 'woonplaats', 'plaats', 'plaatsnaam', 'woonplaatsnaam'],
  postcode: ['postcode', 'pc', 'postc', 'zip', 'zipcode', 'postalcode'],
  postcodeAndPlace: ['postcodeplaats', 'postcodeenplaats', 'postcodewoonplaats', 'postcodeenwoonplaats', 'pcplaats', 'adresregel2'],
  houseNumber: ['housenumber', 'huisnummer', 'huisnr', 'hnr', 'nr', 'nummer'],
  houseLetter: ['houseletter', 'huisletter', 'huisnummerletter', 'huisnrletter', 'huisltr', 'hl', 'ltr', 'letter'],
  addition: [
    'addition', 'huisnummertoevoeging', 'huisnrtoevoeging', 'toevoeging', 'toevoeginghuisnummer', 'toevoeginghuisnr', 'toevhuisnr', 'toevhuisnummer',
    'huislettertoevoeging', 'toev', 'toevoeg', 'huisnrtoev', 'hnrtoev', 'huisnummertoev', 'toevoegingen',
  ],
  besideNumber: ['besidenumber', 'aanduidingbijhuisnummer', 'huisnummeraanduiding', 'aanduiding'],
  amount: [
    'amount', 'achterstand', 'achterstandsbedrag', 'achterstandbedrag', 'bedragachterstand', 'bedragachterstandeur', 'bedragachterstandineuro', 'huurachterstand',
    'betalingsachterstand', 'premieachterstand', 'hoogteachterstand', 'hoogtevandeachterstand', 'achterstandineuro', 'achterstandeuro', 'achterstandeur',
    'totaalachterstand', 'totaleachterstand', 'openstaandbedrag', 'openstaand', 'totaalopenstaand', 'totaalopenstaandbedrag', 'saldo', 'openstaandsaldo',
    'schuldbedrag', 'schuld', 'vordering', 'hoofdsom', 'bedrag', 'bedrageuro', 'bedrageur', 'bedragineuro', 'totaalbedrag',
  ],
  amountCents: ['amountcents', 'bedragincenten', 'bedragcenten', 'achterstandincenten'],
  arrearsSince: [
    'arrearssince', 'achterstandsinds', 'achterstandvanaf', 'begindatumachterstand', 'startdatumachterstand', 'datumachterstand', 'ontstaansdatum',
    'datumontstaan', 'datumontstaanachterstand', 'ontstaansdatumachterstand', 'ingangsdatumachterstand', 'oudsteopenstaandedatum', 'oudsteopenstaandepost',
    'oudstevordering', 'datumoudstevordering', 'datumoudstefactuur', 'oudstefactuur', 'oudstefactuurdatum', 'oudstevervaldatum', 'vervaldatum', 'sinds',
    'signaaldatum', 'meldingsdatum', 'meldingdatum', 'overdrachtsdatum',
  ],
  ageDays: ['agedays', 'aantaldagenachterstand', 'dagenachterstand', 'achterstandindagen', 'aantaldagen'],
  ageMonths: ['agemonths', 'aantalmaandenachterstand', 'maandenachterstand', 'achterstandinmaanden', 'aantalmaanden', 'aantaltermijnen', 'aantaltermijnenachterstand', 'termijnenachterstand'],
  legalForm: ['legalform', 'rechtsvorm', 'vorm', 'juridischevorm'],
  companyName: ['companyname', 'bedrijfsnaam', 'handelsnaam', 'naambedrijf', 'kvknummer', 'kvknr', 'kvk'],
  crisis: [
    'crisis', 'crisisjn', 'crisissignaal', 'ontruimingdreigt', 'dreigendeontruiming', 'ontruiming', 'afsluitingdreigt',
    'dreigendeafsluiting', 'afsluiting', 'spoed',
  ],
  endsOn: ['endson'],
  evictionOn: ['evictionon', 'ontruimingsdatum', 'datumontruiming'],
  supplyEndsOn: ['supplyendson', 'einddatumlevering', 'datumeindelevering', 'afsluitdatum', 'datumafsluiting'],
  endOfSupply: ['endofsupply', 'eindeleveringssignaal', 'eindeleveringsignaal'],
  signalKind: ['signalkind', 'typesignaal', 'signaaltype', 'soortsignaal', 'soortmelding', 'soort', 'soortachterstand'],
  warm: ['warm', 'warmeoverdracht', 'warmeoverdrachtgewenst', 'warmsignaal'],
};

/** Known, and of no use here: named on the receipt like every column that is not used. */
const ofNoUse = new Set([
  'geslacht', 'aanhef', 'titel', 'titels', 'medehuurder', 'naammedehuurder', 'huurder2', 'naamhuurder2', 'partner', 'naampartner', 'correspondentieadres', 'correspondentiepostcode',
  'correspondentieplaats', 'postadres', 'gemeente', 'gemeentecode', 'gemeentenaam', 'land', 'landcode', 'provincie', 'wijk', 'buurt', 'maandhuur', 'termijnbedrag', 'product', 'vonnis', 'burgerservicenummer', 'bsn',
  'bezwaar', 'toestemming', 'opmerking', 'opmerkingen', 'iban', 'rekeningnummer', 'geboorteplaats', 'geboorteland', 'emailtoestemming',
]);

/** `Geb.datum`, `GEB_DATUM` and `gebdatum` are one heading; `Achterstand (€)` is `Achterstand`. */
export const fold = (heading: string): string => heading.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '');

export const isOfNoUse = (folded: string): boolean => ofNoUse.has(folded) || folded.startsWith('correspondentie');

const partsOfAddress = /huis|hnr|postc|toev|adres|straat|plaats|woonp|letter|aanduid|verdieping|etage|locatie|perceel/;
const signsOfCrisis = /crisis|ontruim|afsluit|spoed|urgent|eindelever|eindelevering|deurwaarder|executie|dringend|calamit/;
const signsOfBusiness = /rechtsvorm|rechtspers|natuurlijk|bedrijf|kvk|zakelijk|ondernem|firma|klanttype|typeklant|soortklant|klantsoort|particulier|consument|klantgroep/;

/** A column of this name may change which household is meant, how urgent it is or whether it is a person: nobody may guess. */
export function mustBeExplained(folded: string): boolean {
  return !isOfNoUse(folded) && [partsOfAddress, signsOfCrisis, signsOfBusiness].some((signs) => signs.test(folded));
}
