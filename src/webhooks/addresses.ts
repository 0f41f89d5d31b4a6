/** Where messages may be sent: not into our own network, whatever a name is made to mean. */
import { BlockList, isIP } from 'node:net';

const inside = new BlockList();
for (const [network, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3]] as const) inside.addSubnet(network, bits, 'ipv4');
/** All that is not global unicast, and in there what stands for an address of IPv4 or for documentation. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const translated = new BlockList();
for (const [network, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16]] as const) translated.addSubnet(network, bits, 'ipv6');

/** Whether it is an address that anybody on the internet may reach. Source: the special-purpose registries of IANA (RFC 6890). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, 'ipv4');
  return family === 6 && globalUnicast.check(address, 'ipv6') && !translated.check(address, 'ipv6');
}

/** Null when messages may be sent there, as far as the address tells; else what is wrong, in Dutch. */
export function wrongWith(url: string, { toPrivate }: { toPrivate: boolean }): string | null {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'Zet geen naam of wachtwoord in het adres.';
  if (toPrivate) return protocol === 'https:' || protocol === 'http:' ? null : 'Het adres begint met https://.';
  if (protocol !== 'https:') return 'Het adres begint met https://.';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : 'Dit adres ligt in een eigen netwerk; geef een adres op internet.';
  return /(^|\.)(localhost|local|internal|home\.arpa)$/.test(host) || !host.includes('.') ? 'Dit adres ligt in een eigen netwerk; geef een adres op internet.' : null;
}
