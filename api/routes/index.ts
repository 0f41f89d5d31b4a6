import type { Route } from '../route.ts';
import { referenceRoutes } from './reference.ts';

/** Every route of the API, in the order of the documentation. A fixed path stands before one with a parameter. */
export const routes: readonly Route[] = [
  ...referenceRoutes,
];
