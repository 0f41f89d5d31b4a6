/** Which roles a function is for. Which rows an account sees beyond that is `src/db/queries/scope.ts`. */
import type { Role } from './lifecycle.ts';

/** Those who work on cases. */
export const staff = ['caseworker', 'desk', 'project-leader'] as const satisfies Role[];
/** Those who may read whole cases, persons included. */
export const caseReaders = [...staff, 'privacy-officer'] as const satisfies Role[];
export const desk = ['desk', 'project-leader'] as const satisfies Role[];
/** Those who handle requests of residents under the AVG. */
export const privacyOfficers = ['privacy-officer'] as const satisfies Role[];
/** Those who see that such requests are answered in time. */
export const avgReaders = ['privacy-officer', 'project-leader'] as const satisfies Role[];
/** Those who keep calendar and policies. */
export const planners = ['project-leader', 'administrator'] as const satisfies Role[];
/** Those who may read signals: a creditor its own. */
export const signalReaders = [...caseReaders, 'creditor'] as const satisfies Role[];
