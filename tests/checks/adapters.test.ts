/** Each adapter against a local server that speaks the other side's published description. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { askAddresses } from '../../src/checks/addresses.ts';
import { CheckFailed, type Ask, type Question } from '../../src/checks/adapter.ts';
import { askPopulation } from '../../src/checks/population.ts';
import { askService } from '../../src/checks/service.ts';
import { checkServices, type CheckServices, type Given, type Service } from '../../testkit/check-services.ts';

let services: CheckServices;
const all: Service[] = ['population', 'addresses', 'debt-services', 'benefits'];

beforeAll(async () => {
  services = await checkServices();
});
afterEach(() => {
  for (const service of all) services.answers(service, null);
  expect(services.misfits.splice(0)).toEqual([]);
});
afterAll(() => services.stop());

const settingsOf = (service: Service, timeoutMs = 5_000) => {
  const name = service.toUpperCase().replace('-', '_');
  return { url: services.settings[`CHECK_${name}_URL`] ?? '', secret: services.settings[`CHECK_${name}_SECRET`], timeoutMs };
};
const adapters: Record<Service, (settings: ReturnType<typeof settingsOf>) => Ask> = { population: askPopulation, addresses: askAddresses, 'debt-services': askService, benefits: askService };
const ask = (service: Service, question: Partial<Question['person']> & Partial<Question['address']> = {}, timeoutMs?: number) => {
  const { lastName = 'van den Proefberg', initials = 'A.', birthDate = '1980-05-03', postcode = '7512BM', houseNumber = 12, addition = '' } = question;
  const never = new AbortController().signal;
  return adapters[service](settingsOf(service, timeoutMs))({ municipalityCode: '0153', person: { lastName, initials, birthDate }, address: { postcode, houseNumber, addition } }, never);
};
const failureOf = async (service: Service, timeoutMs?: number): Promise<CheckFailed> => {
  const error = await ask(service, {}, timeoutMs).then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof CheckFailed)) throw new Error(`no failure but ${String(error)}`);
  return error;
};

const at = (adresregel1: string, adresregel2 = '7512 BM  ENSCHEDE') => ({ adressering: { adresregel1, adresregel2 } });
const inRegister = (lastName: string, ...people: Record<string, unknown>[]) => services.people.set(lastName, people.map((one) => ({ geboren: '1980-05-03', naam: { voorletters: 'A.B.', geslachtsnaam: lastName }, burgerservicenummer: '999990019', ...one })));
const deceased = { opschortingBijhouding: { reden: { code: 'O', omschrijving: 'overlijden' }, datum: { type: 'Datum', datum: '2026-03-01', langFormaat: '1 maart 2026' } } };

describe('the population register', () => {
  test.each([
    ['who lives at the address', [at('Hoofdstraat 12')], {}, [{ code: 'lives-here' }]],
    ['whose street has a number in it', [at('Plein 1940 12')], {}, [{ code: 'lives-here' }]],
    ['whose addition is written otherwise there', [at('Hoofdstraat 12 H')], { addition: 'HS' }, [{ code: 'lives-here' }]],
    ['who lives next door', [at('Hoofdstraat 121')], {}, [{ code: 'lives-elsewhere', place: 'ENSCHEDE' }]],
    ['who lives elsewhere', [at('Dorpsweg 12', '7551 AA  HENGELO')], {}, [{ code: 'lives-elsewhere', place: 'HENGELO' }]],
    ['whose data is secret: not where', [{ ...at('Dorpsweg 12', '7551 AA  HENGELO'), geheimhoudingPersoonsgegevens: true }], {}, [{ code: 'lives-elsewhere', place: null }, { code: 'secret' }]],
    ['who is no longer at the address', [{ adressering: { ...at('Hoofdstraat 12').adressering, indicatieVastgesteldVerblijftNietOpAdres: true } }], {}, [{ code: 'not-at-address' }]],
    ['who died', [{ ...at('Hoofdstraat 12'), ...deceased }], {}, [{ code: 'deceased', on: '1 maart 2026' }]],
    ['who left the country', [{ opschortingBijhouding: { reden: { code: 'E' } } }], {}, [{ code: 'left-country', on: null }]],
    ['of several the one at the address', [at('Dorpsweg 1', '7551 AA  HENGELO'), at('Hoofdstraat 12')], {}, [{ code: 'lives-here' }]],
    ['of several nobody at the address', [at('Dorpsweg 1', '7551 AA  HENGELO'), at('Dorpsweg 2', '7551 AA  HENGELO')], {}, [{ code: 'several', persons: 2 }]],
    ['somebody with other initials', [at('Hoofdstraat 12')], { initials: 'Z.' }, [{ code: 'not-registered' }]],
    ['nobody', [], {}, [{ code: 'not-registered' }]],
    ['by name at the address, without a date of birth', [at('Hoofdstraat 12')], { birthDate: null }, [{ code: 'lives-here' }]],
    ['nobody of that name at the address', [], { birthDate: null }, [{ code: 'nobody-of-that-name' }]],
    ['no name that the register can hold', [], { lastName: '李' }, [{ code: 'cannot-be-asked' }]],
  ])('tells %s', async (_, people, question, found) => {
    inRegister('proefberg', ...people);
    expect(await ask('population', question)).toEqual(found);
  });

  test('is asked for the few fields that tell where somebody lives, in a body and not in an address', async () => {
    services.asked.length = 0;
    inRegister('proefberg', at('Hoofdstraat 12'));
    await ask('population');
    expect(services.asked).toEqual([
      {
        service: 'population',
        question: { type: 'ZoekMetGeslachtsnaamEnGeboortedatum', geslachtsnaam: 'Proefberg', geboortedatum: '1980-05-03', inclusiefOverledenPersonen: true, fields: ['naam.voorletters', 'adressering.adresregel1', 'adressering.adresregel2', 'adressering.land', 'adressering.indicatieVastgesteldVerblijftNietOpAdres'] },
      },
    ]);
  });

  test('is asked by each surname of who uses two, the own one first, until somebody is found', async () => {
    services.asked.length = 0;
    inRegister('testveen', at('Hoofdstraat 12'));
    expect(await ask('population', { lastName: 'Testveen-de Voorbeeld' })).toEqual([{ code: 'lives-here' }]);
    expect(services.asked.map(({ question }) => question['geslachtsnaam'])).toEqual(['Voorbeeld', 'Testveen']);
  });
});

describe('the register of addresses', () => {
  test.each([
    ['an address that is there', '', [{}], { code: 'address-exists', twins: [] }],
    ['12 HS where 12 H is meant', 'HS', [{ huisletter: 'H' }, { huisletter: 'A' }], { code: 'address-written-otherwise', addition: 'H' }],
    ['12 HS where there is only 12', 'HS', [{}], { code: 'address-written-otherwise', addition: '' }],
    ['twins: 12 and 12 HS are addresses of their own', 'HS', [{}, { huisnummertoevoeging: 'HS' }], { code: 'address-exists', twins: [''] }],
    ['letter and addition joined as ours are', 'A1', [{ huisletter: 'A', huisnummertoevoeging: '1' }, { huisletter: 'B' }], { code: 'address-exists', twins: [] }],
    ['an addition that is not there, with those that are', 'C', [{ huisletter: 'A' }, { huisletter: 'B' }], { code: 'address-not-found', additions: ['A', 'B'] }],
    ['a number that is not there', '', [], { code: 'address-not-found', additions: [] }],
  ])('settles %s', async (_, addition, registered, found) => {
    services.addresses.set('7512BM-12', registered);
    expect(await ask('addresses', { addition })).toEqual([found]);
  });

  test('is read to its last page', async () => {
    services.addresses.set('7512BM-12', Array.from({ length: 150 }, (_, n) => ({ huisnummertoevoeging: String(n + 1) })));
    services.asked.length = 0;
    expect(await ask('addresses', { addition: '150' })).toMatchObject([{ code: 'address-exists' }]);
    expect(services.asked).toHaveLength(2);
  });

  test('hears of an address, and never of a person', async () => {
    services.addresses.set('7512BM-12', [{}]);
    services.asked.length = 0;
    await ask('addresses');
    expect(services.asked.map(({ question }) => Object.keys(question).sort())).toEqual([['exacteMatch', 'huisnummer', 'page', 'pageSize', 'postcode']]);
  });
});

describe('debt services and benefits', () => {
  test.each(['debt-services', 'benefits'] as const)('%s say whether they know somebody, since when and what for', async (service) => {
    services.known.set('van den Proefberg', { known: true, since: '2026-03-01', what: 'budgetbeheer' });
    expect(await ask(service)).toEqual([{ code: 'known', by: 'service', since: '2026-03-01', what: 'budgetbeheer' }]);
    expect(await ask(service, { lastName: 'Onbekend' })).toEqual([{ code: 'not-known' }]);
  });
});

describe.each(all)('%s', (service) => {
  test.each<[string, Given, object]>([
    ['an error of its own', { status: 500, body: {} }, { code: 'failing', isFinal: false }],
    ['an address that it does not know', { status: 404, body: {} }, { code: 'failing', isFinal: false }],
    ['a refusal of the secret', { status: 401, body: {} }, { code: 'not-allowed', isFinal: false }],
    ['a refusal of the question', { status: 400, body: { detail: 'van den Proefberg' } }, { code: 'not-understood', isFinal: true }],
    ['too many requests', { status: 429, headers: { 'Retry-After': '7' }, body: {} }, { code: 'busy', isFinal: false, retryAfterMs: 7_000 }],
    ['too busy for an hour and a day', { status: 503, headers: { 'Retry-After': '90000' }, body: {} }, { code: 'failing', retryAfterMs: 3_600_000 }],
    ['a page for people', { body: '<html>van den Proefberg</html>' }, { code: 'no-json' }],
    ['half an answer', { body: '{"type":"x","personen":[' }, { code: 'no-json' }],
    ['another answer', { body: { result: 'van den Proefberg' } }, { code: 'other-form', isFinal: false }],
    ['an answer without end', { body: JSON.stringify({ known: true, what: 'x'.repeat(2_000_000) }) }, { code: 'too-large' }],
    ['a redirect to elsewhere', { status: 302, headers: { Location: 'http://127.0.0.1:1/' }, body: {} }, { code: 'away' }],
  ])('tells %s by a code, and nothing of what it was asked or said', async (_, given, failure) => {
    services.answers(service, given);
    const error = await failureOf(service);
    expect(error).toMatchObject(failure);
    expect(JSON.stringify([error.message, error.part, error.cause, error.stack])).not.toMatch(/Proefberg|7512BM|1980/);
  });

  test('that does not answer in time is left', async () => {
    services.answers(service, { silent: true });
    expect(await failureOf(service, 50)).toMatchObject({ code: 'slow' });
  });

  test('that is away is told apart', async () => {
    const error = await adapters[service]({ ...settingsOf(service), url: 'http://127.0.0.1:1/x' })({ municipalityCode: '0153', person: { lastName: 'x', initials: '', birthDate: '1980-05-03' }, address: { postcode: '7512BM', houseNumber: 1, addition: '' } }, new AbortController().signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'away', message: 'away' });
  });
});

describe('an answer that has changed', () => {
  const person = { ...at('Hoofdstraat 12'), naam: { voorletters: 'A.' } };
  const address = { huisnummer: 12, postcode: '7512BM' };

  test.each<[Service, string, unknown]>([
    ['population', 'lives-here', { type: 'ZoekMetGeslachtsnaamEnGeboortedatum', personen: [{ ...person, nieuw: { x: 1 } }], nieuw: 1 }],
    ['addresses', 'address-exists', { _links: {}, _embedded: { adressen: [{ ...address, nieuw: 1 }], nieuw: [] } }],
    ['debt-services', 'known', { known: true, nieuw: 1 }],
  ])('by a field more is understood: %s', async (service, code, body) => {
    services.answers(service, { body });
    expect(await ask(service)).toMatchObject([{ code }]);
  });

  test.each<[Service, string, unknown]>([
    ['population', 'personen', { type: 'ZoekMetGeslachtsnaamEnGeboortedatum', people: [person] }],
    ['population', 'personen.0.opschortingBijhouding.reden', { type: 'x', personen: [{ ...person, opschortingBijhouding: {} }] }],
    ['addresses', '', { _links: {}, _embedded: { adressen: [{ postcode: '7512BM' }] } }],
    ['addresses', '', { _links: {}, _embedded: { addresses: [address] } }],
    ['addresses', '', { addresses: [address] }],
    ['debt-services', 'known', { isKnown: true }],
  ])('by a field less is told, by its name: %s %s', async (service, part, body) => {
    services.answers(service, { body });
    const error = await failureOf(service);
    expect(error).toMatchObject({ code: 'other-form', part });
  });
});
