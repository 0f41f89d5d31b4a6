/** Makes the first administrator of a system that has none, who makes all other accounts by the API. */
import { z } from 'zod';
import { accountFieldsSchema, accountIdPattern } from '../src/domain/identity/account.ts';
import { AppError } from '../src/errors.ts';
import { makeAdministrator } from '../src/usecases/administration/first-administrator.ts';
import { SetupFailure } from './parts/failure.ts';
import { fail, say } from './parts/progress.ts';
import { argumentsOf, withDatabase } from './parts/sources.ts';

const usage = `npm run administrator -- --issuer URL --subject SUBJECT --name "…" --email ADDRESS [--id ID] [--also]

Makes the first administrator of a system that has none. All other accounts are made by the API (POST /api/v1/accounts).

  --issuer URL      the identity provider, as its tokens name it (iss); default: OIDC_ISSUER
  --subject SUBJECT who signs in, as its tokens name the person (sub)
  --name "…"        the person's name
  --email ADDRESS   where mail to administrators goes
  --id ID           what the account is called in histories and the audit log; default: beheer
  --also            also where there is an administrator already: when nobody can sign in as one any more

The same command again changes nothing. It needs DATABASE_URL and HASH_KEY, as the set-up does; without them it finds those of npm start.`;

const wanted = z.object({ issuer: z.url({ protocol: /^https?$/ }), subject: z.string().trim().min(1).max(255), name: accountFieldsSchema.shape.name, email: accountFieldsSchema.shape.email, id: z.string().regex(accountIdPattern), also: z.boolean() });

try {
  const options = argumentsOf(
    { issuer: { type: 'string' }, subject: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' }, id: { type: 'string', default: 'beheer' }, also: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    usage,
  );
  if (options.help) say(usage);
  else {
    const asked = given({ ...options, issuer: options.issuer ?? process.env['OIDC_ISSUER'] });
    const isNew = await withDatabase((sql) => makeAdministrator(sql, asked, new Date().toISOString()));
    say(isNew ? `✓ ${asked.subject} of ${asked.issuer} may sign in as the administrator ${asked.id}. It stands in the audit log.` : `✓ ${asked.id} is an administrator already, and ${asked.subject} may sign in as it: nothing was changed.`);
  }
} catch (error) {
  fail(error instanceof AppError ? new SetupFailure(`${error.message}${error.extra['reason'] === 'administrator' ? ' To make another one all the same: --also.' : ''}`) : error);
}

function given(options: unknown): z.output<typeof wanted> {
  const parsed = wanted.safeParse(options);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => `--${String(path[0])}`));
  throw new SetupFailure(`Missing or not usable: ${[...wrong].join(', ')}.\n\n${usage}`);
}
