import { accountRoutes } from './administration/accounts.ts';
import { checkRoutes } from './administration/checks.ts';
import { creditorRoutes } from './administration/creditors.ts';
import { identityRoutes } from './administration/identities.ts';
import { importRoutes } from './administration/imports.ts';
import { notificationRoutes } from './outreach/notifications.ts';
import { webhookRoutes } from './outreach/webhooks.ts';
import { mailRoutes } from './administration/mail.ts';
import { placeRoutes } from './administration/places.ts';
import { teamRoutes } from './administration/teams.ts';
import type { Route } from '../route.ts';
import { agreementRoutes } from './agreements.ts';
import { mappingRoutes } from './mappings.ts';
import { auditRoutes } from './audit.ts';
import { avgRequestRoutes } from './rights/avg-requests.ts';
import { caseActionRoutes } from './cases/case-actions.ts';
import { steeringRoutes } from './cases/steering.ts';
import { contactDetailsRoutes } from './cases/contact-details.ts';
import { printRoutes } from './cases/prints.ts';
import { caseNoteRoutes } from './cases/case-notes.ts';
import { caseRoutes } from './cases/cases.ts';
import { changeRoutes } from './planning/changes.ts';
import { closedDayRoutes } from './planning/closed-days.ts';
import { derivationRoutes } from './deadlines/deadline-derivation.ts';
import { consentRoutes } from './rights/consents.ts';
import { deadlineRoutes } from './deadlines/deadlines.ts';
import { deliveryRoutes } from './signals/deliveries.ts';
import { forecastRoutes } from './forecast.ts';
import { joiningRoutes } from './signals/joinings.ts';
import { objectionRoutes } from './rights/objections.ts';
import { policyRoutes } from './planning/policies.ts';
import { processRoutes } from './process.ts';
import { referenceRoutes } from './reference.ts';
import { retentionRoutes } from './rights/retention.ts';
import { roundRoutes } from './rounds.ts';
import { searchRoutes } from './search.ts';
import { eventRoutes } from './cases/events.ts';
import { breachRoutes } from './steering/breaches.ts';
import { complaintRoutes } from './steering/complaints.ts';
import { creditorsFiguresRoutes } from './signals/creditors-figures.ts';
import { creditorsWorkRoutes } from './signals/creditors-work.ts';
import { signalReadingRoutes } from './signals/signals-reading.ts';
import { signalRoutes } from './signals/signals.ts';
import { triageRoutes } from './worklists/triage.ts';
import { planningRoutes } from './worklists/planning.ts';
import { visitRoutes } from './worklists/visits.ts';
import { termRoutes } from './deadlines/terms.ts';

/** Every route of the API, in the order of the documentation. A fixed path stands before one with a parameter. */
export const routes: readonly Route[] = [
  ...referenceRoutes,
  ...notificationRoutes,
  ...webhookRoutes,
  ...accountRoutes,
  ...identityRoutes,
  ...placeRoutes,
  ...checkRoutes,
  ...teamRoutes,
  ...creditorRoutes,
  ...importRoutes,
  ...mailRoutes,
  ...agreementRoutes,
  ...mappingRoutes,
  ...caseRoutes,
  ...triageRoutes,
  ...visitRoutes,
  ...planningRoutes,
  ...searchRoutes,
  ...caseNoteRoutes,
  ...printRoutes,
  ...contactDetailsRoutes,
  ...consentRoutes,
  ...caseActionRoutes,
  ...steeringRoutes,
  ...eventRoutes,
  ...complaintRoutes,
  ...breachRoutes,
  ...deadlineRoutes,
  ...derivationRoutes,
  ...forecastRoutes,
  ...roundRoutes,
  ...deliveryRoutes,
  ...signalRoutes,
  ...signalReadingRoutes,
  ...creditorsWorkRoutes,
  ...creditorsFiguresRoutes,
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
