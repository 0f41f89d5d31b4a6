/** Checks that need more than one setting: keys that are not secret or serve two purposes, and addresses that would let others in. */

type Given = Readonly<Record<string, string | undefined>>;

/** Fewer different characters, or bytes, than any random key has. */
const FEWEST_DIFFERENT = 10;
const FEWEST_BYTES = 32;

/** One line for each wrong setting, naming it and what to do; no secret is repeated. */
export function unsafeSettings(given: Given, isProduction: boolean): string[] {
  return [...sameTwice(given), ...(isProduction ? [...weakKeys(given), ...openAddresses(given)] : [])];
}

/** Each key, by the name of its setting. */
function keysIn({ MASTER_KEYS = '', HASH_KEY, AUDIT_KEY, OIDC_CLIENT_SECRET }: Given): [string, Buffer][] {
  const masters = MASTER_KEYS.split(',').map((one): [string, Buffer] => ['MASTER_KEYS', Buffer.from(one.trim().replace(/^[^:]*:/, ''), 'base64')]);
  const others = Object.entries({ HASH_KEY, AUDIT_KEY, OIDC_CLIENT_SECRET }).flatMap(([name, text]): [string, Buffer][] => (text === undefined ? [] : [[name, Buffer.from(text)], ...fromBase64(name, text)]));
  return [...masters, ...others].filter(([, key]) => key.length > 0);
}

/** The same bytes may be written as base64 in one setting and as they are in another. */
const fromBase64 = (name: string, text: string): [string, Buffer][] => (/^[A-Za-z0-9+/]{43}=$/.test(text) ? [[name, Buffer.from(text, 'base64')]] : []);

function sameTwice(given: Given): string[] {
  const keys = keysIn(given);
  const again = keys.flatMap(([name, key], n) => {
    const before = keys.slice(0, n).find(([other, one]) => one.equals(key) && (other !== name || name === 'MASTER_KEYS'));
    return before === undefined ? [] : [`${name} is the same as ${before[0] === name ? 'another one in it' : before[0]}: make each key anew, with openssl rand -base64 32`];
  });
  const audience = given.API_AUDIENCE !== undefined && given.API_AUDIENCE === (given.OIDC_CLIENT_ID ?? 'vroegsignalering');
  return [...new Set(again), ...(audience ? ['API_AUDIENCE is the same as OIDC_CLIENT_ID: an ID token would do as an access token; give the API an audience of its own'] : [])];
}

function weakKeys(given: Given): string[] {
  // The identity provider chooses the client's secret, so only repeated characters are refused.
  const isOurs = (name: string): boolean => name !== 'OIDC_CLIENT_SECRET';
  const weak = keysIn(given).filter(([name, key]) => new Set(key).size < FEWEST_DIFFERENT || (isOurs(name) && (key.length < FEWEST_BYTES || isExample(key))));
  return [...new Set(weak.map(([name]) => name))].map((name) => `${name} can be guessed: it is too short, repeats itself or is an example; make it anew, with openssl rand -base64 32`);
}

/** Words of example keys, such as those in documents and tests. */
const isExample = (key: Buffer): boolean => /\b(tests?|demo|example|changeme|change-me|password|geheim|secret)\b/i.test(key.toString());

function openAddresses({ PUBLIC_URL, WEBHOOKS_TO_PRIVATE }: Given): string[] {
  return [...openPage(PUBLIC_URL), ...(WEBHOOKS_TO_PRIVATE === 'yes' ? ['WEBHOOKS_TO_PRIVATE is "yes" while NODE_ENV is "production": a creditor could have messages sent into your own network; leave it out'] : [])];
}

function openPage(PUBLIC_URL: string | undefined): string[] {
  if (PUBLIC_URL === undefined) return ['PUBLIC_URL is not set while NODE_ENV is "production": set it to the address people reach the system at, such as https://vroegsignalering.example.nl'];
  return PUBLIC_URL.startsWith('https:') ? [] : [`PUBLIC_URL is "${PUBLIC_URL}" while NODE_ENV is "production": people sign in there, so it begins with https`];
}
