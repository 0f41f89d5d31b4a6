import { prepare } from './parts/npm-install.mjs';

prepare();
