import { fail, say } from './parts/progress.ts';
import { readSettings, usage } from './supervisor/settings.ts';
import { supervise } from './supervisor/supervise.ts';

const ours = (file: string): string[] => ['--import', 'tsx', file];

try {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings.help) {
    say(usage);
    process.exit(0);
  }
  process.exit(
    await supervise(settings, {
      worker: ours('worker/main.ts'),
      api: ours('api/main.ts'),
      issuer: ours('scripts/demo-issuer/main.ts'),
      mail: ours('scripts/mail-catcher/main.ts'),
      seed: ours('scripts/seed-demo.ts'),
    }),
  );
} catch (error) {
  fail(error);
}
