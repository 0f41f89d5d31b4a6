/** Made-up households: names and addresses are put together by chance, at house numbers that the sample files do not use. */
import { addressKey } from '../../src/domain/matching/address.ts';
import { yearOf, type LocalDate } from '../../src/domain/time/dates.ts';
import type { Person, SealedAddress } from '../../src/privacy/personal.ts';
import type { Dice } from './dice.ts';

export interface Place {
  gemeentecode: string;
  gemeente: string;
  place: string;
  postcodes: string;
}

const lastNames = 'Aarts|Bakker|Bos|Brouwer|de Boer|de Bruin|de Graaf|de Groot|de Haan|de Jong|de Wit|Dekker|Demir|Dijkstra|El Amrani|Hendriks|Hoekstra|Jacobs|Jansen|Kaya|Koster|Kramer|Maas|Meijer|Mulder|Nowak|Peters|Postma|Prins|Schouten|Smit|van Beek|van Dam|van den Berg|van der Meer|van Dijk|van Vliet|Verhoeven|Visser|Vos|Willems|Yilmaz|Zijlstra'.split('|');
const streets = ['Beukstraat', 'Brinklaan', 'Dorpsstraat', 'Esweg', 'Haverkamp', 'Kerkstraat', 'Lindelaan', 'Molenweg', 'Oldenzaalsestraat', 'Parkweg', 'Spinnerij', 'Stationsweg', 'Weverstraat', 'Wilgenlaan'];
const letters = 'ABCDEGHJKLMNPRTVWXZ'.split('');
const FIRST_NUMBER = 1;
/** The samples' house numbers begin at 900. */
const LAST_NUMBER = 880;

export interface Household {
  address: SealedAddress;
  person: Person;
}

export function householdAt({ place, postcodes }: Place, dice: Dice, on: LocalDate): Household {
  const [first = 0, last = 0] = postcodes.split('-').map(Number);
  const postcode = `${dice.int(first, last)}${dice.pick(letters)}${dice.pick(letters)}`;
  const at = { postcode, houseNumber: dice.int(FIRST_NUMBER, LAST_NUMBER), addition: dice.chance(0.15) ? dice.pick(['A', 'B', '2', '12']) : '' };
  const lastName = dice.pick(lastNames);
  const initials = Array.from({ length: dice.int(1, 3) }, () => `${dice.pick(letters)}.`).join('');
  return {
    address: { ...at, key: addressKey(at), place },
    person: {
      lastName,
      initials,
      birthDate: [yearOf(on) - dice.int(19, 82), dice.int(1, 12), dice.int(1, 28)].map((part) => String(part).padStart(2, '0')).join('-'),
      phone: dice.chance(0.7) ? `0600000${dice.int(100, 999)}` : null,
      email: null,
      street: dice.pick(streets),
      place,
    },
  };
}
