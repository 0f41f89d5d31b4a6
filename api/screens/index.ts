import type { Screen } from '../pages/page.ts';
import { actionScreens } from './caseworker/actions.ts';
import { caseScreens } from './caseworker/cases.ts';
import { todayScreens } from './caseworker/today.ts';
import { everyonesScreens } from './everyone.ts';

/** Every page and form. A fixed path stands before one with a parameter. */
export const screens: readonly Screen[] = [...everyonesScreens, ...todayScreens, ...caseScreens, ...actionScreens];
