/** Brings the database of the environment to the newest schema. */
import { loadConfig } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';

await migrate(loadConfig().databaseUrl);
console.log('The database schema is up to date.');
