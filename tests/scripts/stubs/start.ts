import { readSettings } from '../../../scripts/supervisor/settings.ts';
import { supervise } from '../../../scripts/supervisor/supervise.ts';

/** The supervisor as npm start runs it, with stand-ins for our own programs and less patience. */
const server = (port: string): string[] => ['--import', 'tsx', 'tests/scripts/stubs/server.ts', port];

process.exit(
  await supervise(
    readSettings(process.argv.slice(2), process.env),
    {
      worker: server('WORKER_HEALTH_PORT'),
      api: server('API_PORT'),
      issuer: server('OIDC_PORT'),
      mail: ['--import', 'tsx', 'scripts/mail-catcher/main.ts'],
      seed: ['-e', 'console.log(`demo data put in, given ${Object.keys(process.env)}`)'],
    },
    { pausesMs: [0, 100, 200], steadyMs: 60_000 },
  ),
);
