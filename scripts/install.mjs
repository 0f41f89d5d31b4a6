import { prepare } from './parts/npm-install.mjs';

await prepare();
