/** Addresses: BAG API Individuele Bevragingen, version 2. The number is asked without letter and addition: what is written there is what is in doubt. */
import { z } from 'zod';
import { settleAddress } from '../domain/checks/finding.ts';
import { parseAddress } from '../domain/matching/address.ts';
import { CheckFailed, type Ask, type Question } from './adapter.ts';
import { exchange } from './exchange.ts';
import type { ServiceSettings } from './service.ts';

const registered = z.object({ huisnummer: z.int(), huisletter: z.string().optional(), huisnummertoevoeging: z.string().optional() });
const links = z.object({ next: z.object({ href: z.string() }).optional() }).optional();
/** An answer without addresses has links alone; with anything else in it, it is another answer than the one described. */
const page = z.union([z.object({ _links: links, _embedded: z.object({ adressen: z.array(registered) }) }), z.strictObject({ _links: links })]);

const PAGE_SIZE = 100;
/** No number in the register has as many addresses. */
const MOST_PAGES = 10;

export function askAddresses(settings: ServiceSettings): Ask {
  return async ({ address }, signal) => {
    const additions: string[] = [];
    for (let n = 1, more = true; more; n += 1) {
      if (n > MOST_PAGES) throw new CheckFailed('too-large');
      const { _links, ...rest } = await exchange({ method: 'GET', url: urlOf(settings.url, address, n), headers: { Accept: 'application/hal+json', ...(settings.secret === undefined ? {} : { 'X-Api-Key': settings.secret }) }, timeoutMs: settings.timeoutMs }, page, signal);
      const found = '_embedded' in rest ? rest._embedded.adressen : [];
      additions.push(...found.filter(({ huisnummer }) => huisnummer === address.houseNumber).map((one) => additionOf(address, one)));
      more = _links?.next !== undefined && found.length > 0;
    }
    return [settleAddress(address.addition, [...new Set(additions)])];
  };
}

function urlOf(base: string, { postcode, houseNumber }: Question['address'], n: number): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/adressen`);
  url.search = new URLSearchParams({ postcode, huisnummer: String(houseNumber), exacteMatch: 'false', page: String(n), pageSize: String(PAGE_SIZE) }).toString();
  return url;
}

/** Letter and addition joined as ours are. */
function additionOf({ postcode }: Question['address'], { huisnummer, huisletter = '', huisnummertoevoeging = '' }: z.infer<typeof registered>): string {
  const read = parseAddress({ postcode, houseNumber: String(huisnummer), letter: huisletter, addition: huisnummertoevoeging });
  return read.ok ? read.address.addition : `${huisletter}${huisnummertoevoeging}`.toUpperCase();
}
