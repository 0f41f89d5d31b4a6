/** Lists of cases, one case, and what happened or is to happen in it. */
import { casesPage } from '../../../web/caseworker/cases.tsx';
import { casesOf } from '../../../web/caseworker/cases.view.ts';
import { casePage } from '../../../web/caseworker/case.tsx';
import { caseOf } from '../../../web/caseworker/case.view.ts';
import { forecastOf } from '../../../web/caseworker/forecast.view.ts';
import { forecastPage, timelinePage } from '../../../web/caseworker/timeline.tsx';
import { timelineOf } from '../../../web/components/timeline.tsx';
import { page, type Looked } from '../../pages/page.ts';
import { listCases, readCaseEvents, readOneCase } from '../../routes/cases/cases.ts';
import { forecastOfCase } from '../../routes/forecast.ts';

const A_PAGE = '100';

const list = page({
  path: '/zaken',
  of: listCases,
  async show({ ask, account, query: { wie, vanaf } }) {
    const mine = wie === 'ik';
    const answer = await ask(listCases, { query: { limit: A_PAGE, ...(mine ? { caseworker: account?.id ?? '' } : {}), ...(vanaf === undefined ? {} : { cursor: vanaf }) } });
    return casesPage(casesOf(answer, mine));
  },
});

async function oneCase({ ask, params }: Looked, isShown: boolean) {
  const [one, events] = [await ask(readOneCase, { params }), await ask(readCaseEvents, { params })];
  return casePage(caseOf(one), timelineOf(events), isShown);
}

export const casePageOf = page({ path: '/zaken/{id}', of: readOneCase, also: [readCaseEvents], show: (looked) => oneCase(looked, false) });

/** By POST: that somebody looked who lives there is a deed. */
const people = page({ method: 'post', path: '/zaken/{id}/personen', of: readOneCase, also: [readCaseEvents], show: (looked) => oneCase(looked, true) });

const timeline = page({ path: '/zaken/{id}/tijdlijn', of: readCaseEvents, show: async ({ ask, params }) => timelinePage(params['id'] ?? '', timelineOf(await ask(readCaseEvents, { params }))) });

const forecast = page({ path: '/zaken/{id}/vooruitblik', of: forecastOfCase, show: async ({ ask, params }) => forecastPage(params['id'] ?? '', forecastOf(await ask(forecastOfCase, { params }))) });

export const caseScreens = [list, casePageOf, people, timeline, forecast];
