/** Small betterings of pages that work without them. */
import { begin } from './begin.ts';

begin();
