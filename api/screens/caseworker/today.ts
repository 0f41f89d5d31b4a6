/** A caseworker's day, and the two buttons on each card. */
import { todayPage } from '../../../web/caseworker/today.tsx';
import { todayOf } from '../../../web/caseworker/today.view.ts';
import { withDone } from '../../../web/shell/confirmation.tsx';
import { form, page } from '../../pages/page.ts';
import { routeOfAction } from '../../routes/cases/case-actions.ts';
import { dayOfVisits } from '../../routes/worklists/visits.ts';
import { timeNow } from '../now.ts';

const today = page({
  path: '/vandaag',
  of: dayOfVisits,
  show: async ({ ask, account, refused }) => todayPage(todayOf(await ask(dayOfVisits), account?.id ?? '', timeNow()), refused),
});

const outcome = form({
  path: '/vandaag/{id}',
  of: routeOfAction['record-attempt'],
  shownOn: today,
  done: ({ params }) => withDone('/vandaag', 'record-attempt', params['id'] ?? ''),
});

export const todayScreens = [today, outcome];
