/** The population register: BRP API Personen, version 2. By name and date of birth; without that date by name at the address. As few fields as tell where somebody lives. */
import { z } from 'zod';
import type { Finding } from '../domain/checks/finding.ts';
import { likenessOf } from '../domain/matching/likely-household.ts';
import { parseAddress } from '../domain/matching/address.ts';
import { contradict, writtenWords } from '../domain/rights/names.ts';
import type { Ask, Question } from './adapter.ts';
import { exchange } from './exchange.ts';
import type { ServiceSettings } from './service.ts';

/** That the entry is no longer kept up (deceased, left), and that data is secret, comes along unasked. */
const fields = ['naam.voorletters', 'adressering.adresregel1', 'adressering.adresregel2', 'adressering.land', 'adressering.indicatieVastgesteldVerblijftNietOpAdres'];

const registered = z.object({
  naam: z.object({ voorletters: z.string().optional() }).optional(),
  adressering: z.object({ adresregel1: z.string().optional(), adresregel2: z.string().optional(), land: z.object({}).optional(), indicatieVastgesteldVerblijftNietOpAdres: z.boolean().optional() }).optional(),
  opschortingBijhouding: z.object({ reden: z.object({ code: z.string() }), datum: z.object({ langFormaat: z.string().max(40) }).optional() }).optional(),
  geheimhoudingPersoonsgegevens: z.boolean().optional(),
});
type Registered = z.infer<typeof registered>;
const answer = z.object({ type: z.string(), personen: z.array(registered) });

export function askPopulation(settings: ServiceSettings): Ask {
  return async (question, signal) => {
    const names = namesToAsk(question.person.lastName);
    if (names.length === 0) return [{ code: 'cannot-be-asked' }];
    for (const geslachtsnaam of names) {
      const { personen } = await exchange({ method: 'POST', url: urlOf(settings.url), headers: headersOf(settings), body: bodyOf(question, geslachtsnaam), timeoutMs: settings.timeoutMs }, answer, signal);
      const found = personen.filter(({ naam }) => !contradict(naam?.voorletters ?? '', question.person.initials));
      if (found.length > 0) return judge(question, found);
    }
    return [{ code: question.person.birthDate === null ? 'nobody-of-that-name' : 'not-registered' }];
  };
}

const urlOf = (base: string): URL => new URL(`${base.replace(/\/+$/, '')}/personen`);
const headersOf = ({ secret }: ServiceSettings) => ({ 'Content-Type': 'application/json; charset=utf-8', ...(secret === undefined ? {} : { 'X-API-KEY': secret }) });

function bodyOf({ person: { birthDate }, address }: Question, geslachtsnaam: string): object {
  if (birthDate !== null) return { type: 'ZoekMetGeslachtsnaamEnGeboortedatum', geslachtsnaam, geboortedatum: birthDate, inclusiefOverledenPersonen: true, fields };
  return { type: 'ZoekMetPostcodeEnHuisnummer', postcode: address.postcode, huisnummer: address.houseNumber, geslachtsnaam, inclusiefOverledenPersonen: true, fields };
}

/**
 * The register has a surname without its prefixes. Who is named by two surnames is in it by the last one (`Jansen-de Vries` is somebody de Vries
 * who uses a partner's name), by the first one, or by both.
 */
function namesToAsk(lastName: string): string[] {
  const halves = writtenWords(lastName.replace(/[’‘ʼ`´′]/g, "'")).map((words) => words.join(' '));
  const whole = halves.length === 0 ? lastName.trim() : halves.join('-');
  const names = [...new Set([halves.at(-1) ?? whole, halves[0] ?? whole, whole])];
  return names.filter((name) => /^[a-zA-Z0-9À-ž .\-']{1,200}$/.test(name));
}

/** Of several the one who lives at the address is meant, if one does. */
function judge(question: Question, found: readonly Registered[]): Finding[] {
  const here = found.filter((one) => livesAt(question, one));
  const [one] = here.length > 0 ? here : found;
  if (one === undefined || (here.length === 0 && found.length > 1)) return [{ code: 'several', persons: found.length }];
  const isSecret = one.geheimhoudingPersoonsgegevens === true;
  return [standingOf(question, one, isSecret), ...(isSecret ? [{ code: 'secret' } as const] : [])];
}

function standingOf(question: Question, one: Registered, isSecret: boolean): Finding {
  const { opschortingBijhouding: ended, adressering: at } = one;
  if (ended !== undefined) return { code: ended.reden.code === 'O' ? 'deceased' : ended.reden.code === 'E' ? 'left-country' : 'no-longer-kept', on: ended.datum?.langFormaat ?? null };
  if (at?.land !== undefined) return { code: 'left-country', on: null };
  if (at?.adresregel1 === undefined && at?.adresregel2 === undefined) return { code: 'address-not-given' };
  if (!livesAt(question, one)) return { code: 'lives-elsewhere', place: isSecret ? null : placeOf(at.adresregel2 ?? '') };
  return { code: at.indicatieVastgesteldVerblijftNietOpAdres === true ? 'not-at-address' : 'lives-here' };
}

const placeOf = (line: string): string | null => line.replace(/^\s*\d{4}\s?[A-Za-z]{2}\s+/, '').trim() || null;

/** `Hoofdstraat 12 HS` and `7512 BM ENSCHEDE`, as one prints an address on an envelope. */
function livesAt({ address }: Question, { adressering: at }: Registered): boolean {
  const { postcode, houseNumber, addition } = address;
  if (!(at?.adresregel2 ?? '').replace(/\s/g, '').toUpperCase().startsWith(postcode)) return false;
  const [, behind] = new RegExp(`^.*(?<!\\d)${houseNumber}(?!\\d)(.*)$`).exec(at?.adresregel1 ?? '') ?? [];
  if (behind === undefined) return false;
  const read = parseAddress({ postcode, houseNumber: `${houseNumber}${behind}` });
  if (!read.ok) return false;
  return read.address.addition === addition || likenessOf({ addition, persons: [] }, { addition: read.address.addition, persons: [] }) === 'written-otherwise';
}
