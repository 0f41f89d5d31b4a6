/** The process of the mail catcher; it reads the settings of `npm start`. */
import { join } from 'node:path';
import { fail } from '../parts/progress.ts';
import { readSettings } from '../supervisor/settings.ts';
import { startMailCatcher } from './catcher.ts';

try {
  const { ports, dataFolder } = readSettings([], process.env);
  const catcher = await startMailCatcher({ smtpPort: ports.MAIL_SMTP_PORT, webPort: ports.MAIL_WEB_PORT, folder: join(dataFolder, 'mail') });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void catcher.stop());
} catch (error) {
  fail(error);
}
