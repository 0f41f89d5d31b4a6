/** Whole lives, each with what it guarantees. They run on the pure steps and on the engine alike. */
import type { Lives } from '../life.ts';
import { corrections } from './corrections.ts';
import { crises } from './crises.ts';
import { plans } from './plans.ts';
import { rechecks } from './rechecks.ts';
import { reopening } from './reopening.ts';
import { signals } from './signals.ts';
import { terms } from './terms.ts';
import { threats } from './threats.ts';
import { undoing } from './undoing.ts';
import { visits } from './visits.ts';
import { ways } from './ways.ts';

export const scenarios: Lives = { ...corrections, ...crises, ...plans, ...rechecks, ...reopening, ...signals, ...terms, ...threats, ...undoing, ...visits, ...ways };
