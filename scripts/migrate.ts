/** Brings the database of the environment to the newest schema. */
import { loadConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/db/admit.ts';

await prepareDatabase(loadConfig(process.env, 'setup'));
console.log('The database schema is up to date.');
