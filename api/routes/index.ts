import type { Route } from '../route.ts';
import { agreementRoutes } from './agreements.ts';
import { auditRoutes } from './audit.ts';
import { avgRequestRoutes } from './avg-requests.ts';
import { caseActionRoutes } from './case-actions.ts';
import { caseNoteRoutes } from './case-notes.ts';
import { caseRoutes } from './cases.ts';
import { changeRoutes } from './changes.ts';
import { closedDayRoutes } from './closed-days.ts';
import { derivationRoutes } from './deadline-derivation.ts';
import { consentRoutes } from './consents.ts';
import { deadlineRoutes } from './deadlines.ts';
import { deliveryRoutes } from './deliveries.ts';
import { forecastRoutes } from './forecast.ts';
import { joiningRoutes } from './joinings.ts';
import { objectionRoutes } from './objections.ts';
import { policyRoutes } from './policies.ts';
import { processRoutes } from './process.ts';
import { referenceRoutes } from './reference.ts';
import { retentionRoutes } from './retention.ts';
import { roundRoutes } from './rounds.ts';
import { searchRoutes } from './search.ts';
import { signalReadingRoutes } from './signals-reading.ts';
import { signalRoutes } from './signals.ts';
import { termRoutes } from './terms.ts';

/** Every route of the API, in the order of the documentation. A fixed path stands before one with a parameter. */
export const routes: readonly Route[] = [
  ...referenceRoutes,
  ...agreementRoutes,
  ...caseRoutes,
  ...searchRoutes,
  ...caseNoteRoutes,
  ...consentRoutes,
  ...caseActionRoutes,
  ...deadlineRoutes,
  ...derivationRoutes,
  ...forecastRoutes,
  ...roundRoutes,
  ...deliveryRoutes,
  ...signalRoutes,
  ...signalReadingRoutes,
  ...joiningRoutes,
  ...objectionRoutes,
  ...avgRequestRoutes,
  ...termRoutes,
  ...closedDayRoutes,
  ...policyRoutes,
  ...changeRoutes,
  ...processRoutes,
  ...auditRoutes,
  ...retentionRoutes,
];
