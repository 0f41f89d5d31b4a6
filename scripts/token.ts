/** Prints an access token for a person of the demo or a creditor's system, for use with curl. */
import { people, systems } from './demo-issuer/people.ts';
import { demoSecrets, issuerFolder } from './demo-issuer/secrets.ts';
import { demoToken } from './demo-issuer/token.ts';
import { SetupFailure } from './parts/failure.ts';
import { fail, say } from './parts/progress.ts';
import { demoIssuerUrl, readSettings } from './supervisor/settings.ts';

const usage = `npm run --silent token -- <who>

  ${[...people.map(({ subject }) => subject), ...systems].join('\n  ')}`;

try {
  const { ports, own } = readSettings([], process.env);
  if (own.issuer !== undefined) throw new SetupFailure('OIDC_ISSUER names an issuer of your own: ask that for a token.');
  const who = process.argv[2] ?? '';
  if (!people.some(({ subject }) => subject === who) && !systems.includes(who)) throw new SetupFailure(`Whose token?\n\n${usage}`);
  say(await demoToken(demoIssuerUrl(ports.OIDC_PORT), who, demoSecrets(issuerFolder(process.env))));
} catch (error) {
  fail(error);
}
