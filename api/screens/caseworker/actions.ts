/** A page and a form for every action of the table; those of a visit and an appointment have an address of their own. */
import { actionPage } from '../../../web/caseworker/action.tsx';
import { actionsWithForm, fieldsOf } from '../../../web/caseworker/action.view.ts';
import { addressLine } from '../../../web/components/address.ts';
import { withDone } from '../../../web/shell/confirmation.tsx';
import { localDate } from '../../../src/domain/time/dates.ts';
import type { Action } from '../../../src/domain/case/lifecycle.ts';
import { backOf, form, page, type Screen } from '../../pages/page.ts';
import { routeOfAction } from '../../routes/cases/case-actions.ts';
import { readOneCase } from '../../routes/cases/cases.ts';
import { listTeams } from '../../routes/reference.ts';
import { timeNow } from '../now.ts';

const own: Readonly<Partial<Record<Action, `/${string}`>>> = { 'record-attempt': '/zaken/{id}/bezoek', 'plan-appointment': '/zaken/{id}/afspraak' };

function screensOf(action: Action): Screen[] {
  const path = own[action] ?? (`/zaken/{id}/actie/${action}` as const);
  const shown = page({
    path,
    of: readOneCase,
    also: [listTeams],
    async show({ ask, params, query: { terug }, refused }) {
      const one = await ask(readOneCase, { params });
      const teams = action === 'reassign' ? (await ask(listTeams)).items : [];
      const fields = fieldsOf(action, { case: one, teams, today: localDate(new Date().toISOString()), time: timeNow() });
      const where = addressLine(one.persons[0]?.street ?? null, one.address);
      return actionPage({ action, fields, where, caseId: one.id, seq: one.seq, to: path.replace('{id}', one.id), back: terug === 'vandaag' ? '/vandaag' : `/zaken/${one.id}`, refused });
    },
  });
  const sent = form({
    path,
    of: routeOfAction[action],
    shownOn: shown,
    done: ({ fields, params: { id = '' } }) => withDone(backOf(fields, `/zaken/${id}`), action, id),
  });
  return [shown, sent];
}

export const actionScreens = actionsWithForm.flatMap(screensOf);
