/** Pages of every role: the way in, searching, what words mean, the process. */
import { glossary } from '../../web/everyone/glossary.tsx';
import { processContent } from '../../web/everyone/process.tsx';
import { searchPage } from '../../web/everyone/search.tsx';
import { foundOf } from '../../web/everyone/search.view.ts';
import { homeOf } from '../../web/shell/navigation.ts';
import { AppError } from '../../src/errors.ts';
import { bodyOf } from '../pages/form-body.ts';
import { page } from '../pages/page.ts';
import { processAsData } from '../routes/process.ts';
import { me } from '../routes/reference.ts';
import { searchRoute } from '../routes/search.ts';
import { search } from '../schemas/search.ts';

const home = page({
  path: '/',
  of: me,
  show: ({ account }) => Promise.resolve({ goTo: account === null ? '/account' : homeOf(account.role) }),
});

const words = page({ path: '/begrippen', of: me, show: () => Promise.resolve(glossary()) });

const process = page({ path: '/proces', of: processAsData, show: async ({ ask }) => processContent(await ask(processAsData)) });

const searching = page({ path: '/zoeken', of: searchRoute, show: ({ refused }) => Promise.resolve(searchPage(null, refused)) });

const found = page({
  method: 'post',
  path: '/zoeken',
  of: searchRoute,
  async show({ ask, fields }) {
    try {
      return searchPage(foundOf(await ask(searchRoute, { body: bodyOf(search, fields) })), { fields, errors: [], message: '' });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
      return { ...searchPage(null, { fields, errors: error.fields, message: error.message }), status: 422 };
    }
  },
});

export const everyonesScreens = [home, words, process, searching, found];
