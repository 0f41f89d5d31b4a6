/** Names of businesses among those of persons. */

/** The legal form that a name ends or begins with. */
const formInName = /(?:^|[\s,(])(b\.?\s?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|stg\.?|vereniging|v\.?v\.?e\.?|co[oö]peratie|maatschap|eenmanszaak|c\.?v\.?|gmbh|ltd\.?|s\.?a\.?r\.?l\.?|inc\.?)(?:\s+i\.?o\.?)?[)\s]*$|^(stichting|stg\.?|vereniging|v\.?v\.?e\.?|maatschap|co[oö]peratie|b\.v\.|n\.v\.|v\.o\.f\.|vof|firma)\s/i;

export function legalFormIn(name: string): string {
  const match = formInName.exec(name);
  return (match?.[1] ?? match?.[2] ?? '').trim();
}

/** Words that stand in names of businesses and in hardly any person's. */
const words = new Set([
  'beheer', 'holding', 'onderneming', 'bedrijf', 'restaurant', 'cafetaria', 'eetcafe', 'cafe', 'snackbar', 'pizzeria', 'lunchroom', 'grillroom', 'shoarma', 'supermarkt', 'slagerij',
  'bakkerij', 'kapsalon', 'kapper', 'garage', 'autoservice', 'autohandel', 'autorijschool', 'rijschool', 'makelaardij', 'makelaars', 'adviesbureau', 'administratiekantoor', 'accountants', 'advocaten',
  'tandartspraktijk', 'huisartsenpraktijk', 'fysiotherapie', 'praktijk', 'kinderopvang', 'kinderdagverblijf', 'bouw', 'bouwbedrijf', 'aannemersbedrijf', 'aannemer', 'schoonmaak', 'schilders', 'schilderwerken',
  'installatietechniek', 'techniek', 'consultancy', 'consulting', 'services', 'service', 'trading', 'groothandel', 'detailhandel', 'webshop', 'transport', 'logistiek', 'logistics', 'koeriers', 'taxi',
  'hoveniers', 'interieurbouw', 'vastgoed', 'exploitatie', 'groep', 'group', 'international', 'nederland', 'zonen', 'zn', 'gebroeders', 'gebr', 'firma', 'hotel', 'sportschool', 'fitness', 'nagelstudio', 'studio', 'atelier',
  'vennootschap', 'solutions', 'events', 'media', 'design', 'shop', 'store', 'salon', 'apotheek', 'drukkerij', 'uitzendbureau', 'winkel',
]);
/** Compounds end in these: `schildersbedrijf`. A surname is hardly ever longer than such an end by so much. */
const ends = /^\p{L}{3,}(?:bedrijf|bedrijven|onderneming|handel|bureau|kantoor|praktijk|winkel|werken|techniek|beheer|verhuur|diensten|restaurant|service|centrum|studio|salon|makelaardij|makelaars|advies|reparatie|montage|bouw)$/u;

/** Surnames too: they say nothing by themselves. */
const surnames = new Set(['kapper', 'winkel', 'schilders', 'handel', 'hotel', 'salon', 'studio', 'bouw', 'groep']);
const prefixes = new Set(['van', 'de', 'den', 'der', 'het', 't', 'ten', 'ter', 'te', 'op', 'in', 'aan', 'bij', 'uit', 'vd', 'v', 'd']);

/** Whether somebody must say what a name is. A single word is a person's (`Kapper`), and so is one behind a prefix (`van den Bouw`). */
export function asksForLegalForm(name: string): boolean {
  const parts = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').split(/[\s,/&().]+/u).filter((word) => word !== '');
  if (parts.some((word) => ends.test(word))) return true;
  const hasPrefix = parts.some((word) => prefixes.has(word));
  return parts.length > 1 && parts.some((word) => words.has(word) && !(surnames.has(word) && (hasPrefix || word === 'kapper' || word === 'winkel')));
}
