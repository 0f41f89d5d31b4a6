/**
 * The services that checks ask, on this machine: population register, addresses, debt services and benefits. What is asked and what is answered is
 * held against their published descriptions; a question that does not fit is answered 400 and remembered.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

export type Service = 'population' | 'addresses' | 'debt-services' | 'benefits';
type Json = Record<string, unknown>;

export interface Given {
  status?: number;
  headers?: Record<string, string>;
  /** JSON, or the text itself. Unchecked: it may be as wrong as a test wants. */
  body?: unknown;
  /** Never answers, until the other side goes. */
  silent?: true;
}

export interface CheckServices {
  /** Of every service, and their secrets, as environment variables. */
  settings: Record<string, string>;
  /** What was asked, in order; the query or the body, never changed. */
  asked: { service: Service; question: Json }[];
  /** What did not fit the descriptions: of ours or of this server. */
  misfits: string[];
  /** In the register, under the lower-case surname. */
  people: Map<string, Json[]>;
  /** Letter and addition of what is at each postcode and number. */
  addresses: Map<string, { huisletter?: string; huisnummertoevoeging?: string }[]>;
  /** Surnames that debt services and benefits know, with what they say of them. */
  known: Map<string, Json>;
  /** Answers so from now on; null: as it should again. */
  answers(service: Service, given: Given | null): void;
  /** Called before a question is answered. */
  onAsked: (service: Service) => Promise<void> | void;
  stop(): Promise<void>;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const brp = JSON.parse(read('data/standards/brp-personen-2.openapi.json')) as Described;
const bag = parse(read('data/standards/bag-adressen-2.openapi.yaml')) as Described;
const own = parse(read('../docs/checks.openapi.yaml')) as Described;

interface Described {
  components: { schemas: Record<string, Json> };
  paths: Record<string, Record<string, { parameters?: { name: string; schema: Json }[] }>>;
}

const secret = 'a-secret-of-tests';
const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text));
const options = { strict: false, allErrors: true, unicodeRegExp: false, formats: { date: isDay, uri: true, 'date-time': true, int32: true } } as const;
const [ajvBrp, ajvOwn, ajvBag] = [new Ajv2020(options), new Ajv2020(options), new Ajv(options)];
ajvBrp.addSchema(brp, 'brp');
ajvOwn.addSchema(own, 'own');
ajvBag.addSchema(bag, 'bag');
const schemaOf = (ajv: Ajv | Ajv2020, of: string, name: string): ValidateFunction => {
  const validate = ajv.getSchema(`${of}#/components/schemas/${name}`);
  if (validate === undefined) throw new Error(`no schema ${name}`);
  return validate as ValidateFunction;
};

export async function checkServices(): Promise<CheckServices> {
  const behaviours = new Map<Service, Given>();
  const services: CheckServices = {
    settings: {},
    asked: [],
    misfits: [],
    people: new Map(),
    addresses: new Map(),
    known: new Map(),
    answers(service, given) {
      if (given === null) behaviours.delete(service);
      else behaviours.set(service, given);
    },
    onAsked: () => undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((request, response) => {
    const failed = (error: unknown): Given => {
      services.misfits.push(String(error));
      return { status: 500, body: {} };
    };
    void answer(request).catch(failed).then((given) => {
      if (given.silent === true) return;
      const text = typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
      response.writeHead(given.status ?? 200, { 'Content-Type': 'application/json', ...given.headers }).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of ['DEBT_SERVICES', 'BENEFITS', 'POPULATION', 'ADDRESSES']) {
    services.settings[`CHECK_${name}_URL`] = `${origin}/${name.toLowerCase().replace('_', '-')}`;
    services.settings[`CHECK_${name}_SECRET`] = secret;
  }

  async function answer(request: IncomingMessage): Promise<Given> {
    const url = new URL(request.url ?? '/', origin);
    const service = url.pathname.split('/')[1] as Service;
    const question = service === 'addresses' ? Object.fromEntries(url.searchParams) : ((await bodyOf(request)) as Json);
    services.asked.push({ service, question });
    await services.onAsked(service);
    const given = behaviours.get(service);
    if (given !== undefined) return given;
    const wrong = [...(isLetIn(service, request) ? [] : ['no secret']), ...(service === 'addresses' ? wrongQuery(url) : wrongBody(service, url, question))];
    if (wrong.length > 0) {
      services.misfits.push(`asked of ${service}: ${wrong.join('; ')}`);
      return { status: 400, body: { status: 400, title: 'misfit' } };
    }
    const { body, validate } = service === 'addresses' ? addressesFor(services, url, origin) : service === 'population' ? peopleFor(services, question) : knownFor(services, question);
    if (!validate(body)) services.misfits.push(`answered by ${service}: ${JSON.stringify(validate.errors)}`);
    return { body, headers: service === 'addresses' ? { 'Content-Type': 'application/hal+json' } : {} };
  }
  return services;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString() || '{}');
}

const isLetIn = (service: Service, { headers }: IncomingMessage): boolean => (['population', 'addresses'].includes(service) ? headers['x-api-key'] === secret : headers.authorization === `Bearer ${secret}`);

/** Each parameter by its own schema; whole numbers and yes or no are text in a query. */
function wrongQuery({ searchParams, pathname }: URL): string[] {
  const parameters = bag.paths['/adressen']?.['get']?.parameters ?? [];
  const wrong = [...searchParams].flatMap(([name, text]) => {
    const schema = parameters.find((one) => one.name === name)?.schema;
    if (schema === undefined) return [`no parameter ${name}`];
    const value = schema['type'] === 'integer' ? Number(text) : schema['type'] === 'boolean' ? text === 'true' : text;
    return ajvBag.validate(schema, value) ? [] : [`${name}: ${ajvBag.errorsText()}`];
  });
  return pathname.endsWith('/adressen') ? wrong : [...wrong, 'no such path'];
}

function wrongBody(service: Service, { pathname }: URL, question: Json): string[] {
  const isBrp = service === 'population';
  if (isBrp && (!pathname.endsWith('/personen') || typeof question['type'] !== 'string' || brp.components.schemas[question['type']] === undefined)) return ['no such path or type'];
  const validate = isBrp ? schemaOf(ajvBrp, 'brp', String(question['type'])) : schemaOf(ajvOwn, 'own', 'Question');
  const wrong = validate(question) ? [] : [JSON.stringify(validate.errors)];
  const unknown = isBrp ? (question['fields'] as string[]).filter((field) => !isField('PersoonBeperkt', field.split('.'))) : [];
  return [...wrong, ...unknown.map((field) => `no field ${field}`)];
}

/** Whether a path of names leads to a field of this schema. */
function isField(name: string, path: readonly string[]): boolean {
  const [first = '', ...rest] = path;
  const next = propertiesOf(brp.components.schemas[name] ?? {})[first];
  return next !== undefined && (rest.length === 0 || refsOf(next).some((ref) => isField(ref, rest)));
}

function propertiesOf(schema: Json): Record<string, Json> {
  const parts = ((schema['allOf'] as Json[] | undefined) ?? []).map((part) => propertiesOf(typeof part['$ref'] === 'string' ? (brp.components.schemas[refsOf(part)[0] ?? ''] ?? {}) : part));
  return Object.assign({}, ...parts, schema['properties'] ?? {}) as Record<string, Json>;
}

const refsOf = (schema: Json): string[] => (typeof schema['$ref'] === 'string' ? [schema['$ref'].split('/').at(-1) ?? ''] : []);

/** Only the fields that were asked for, and those that always come along. */
function peopleFor({ people }: CheckServices, question: Json): { body: Json; validate: ValidateFunction } {
  const found = (people.get(String(question['geslachtsnaam']).toLowerCase()) ?? []).filter(({ geboren }) => question['geboortedatum'] === undefined || geboren === question['geboortedatum']);
  const asked = question['fields'] as string[];
  const type = String(question['type']);
  return { body: { type, personen: found.map((one) => withFields(one, asked)) }, validate: schemaOf(ajvBrp, 'brp', `${type}Response`) };
}

function withFields(one: Json, asked: readonly string[]): Json {
  const { opschortingBijhouding, geheimhoudingPersoonsgegevens } = one;
  const body: Json = { ...(opschortingBijhouding === undefined ? {} : { opschortingBijhouding }), ...(geheimhoudingPersoonsgegevens === undefined ? {} : { geheimhoudingPersoonsgegevens }) };
  for (const [group = '', name = ''] of asked.map((field) => field.split('.'))) {
    const value = (one[group] as Json | undefined)?.[name];
    if (value !== undefined) body[group] = { ...(body[group] as Json | undefined), [name]: value };
  }
  return body;
}

function addressesFor({ addresses }: CheckServices, { searchParams }: URL, origin: string): { body: Json; validate: ValidateFunction } {
  const [postcode, huisnummer] = [searchParams.get('postcode') ?? '', searchParams.get('huisnummer') ?? ''];
  const found = addresses.get(`${postcode}-${huisnummer}`) ?? [];
  const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('pageSize'))];
  const shown = found.slice((page - 1) * size, page * size);
  const names = { openbareRuimteNaam: 'Hoofdstraat', korteNaam: 'Hoofdstraat', kortNaam: 'Hoofdstraat', woonplaatsNaam: 'Enschede', nummeraanduidingIdentificatie: '0153200000000001', openbareRuimteIdentificatie: '0153300000000001', woonplaatsIdentificatie: '1000' };
  const links = { self: { href: `${origin}/addresses/adressen` }, ...(found.length > page * size ? { next: { href: `${origin}/addresses/adressen?page=${page + 1}` } } : {}) };
  const body = { _links: links, ...(shown.length === 0 ? {} : { _embedded: { adressen: shown.map((one) => ({ ...names, postcode, huisnummer: Number(huisnummer), ...one })) } }) };
  return { body, validate: schemaOf(ajvBag, 'bag', 'AdresIOHalCollection') };
}

function knownFor({ known }: CheckServices, question: Json): { body: Json; validate: ValidateFunction } {
  const said = known.get(String((question['person'] as Json)['lastName']));
  return { body: said ?? { known: false }, validate: schemaOf(ajvOwn, 'own', 'Answer') };
}
