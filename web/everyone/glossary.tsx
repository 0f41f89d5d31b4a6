import { terms } from '../../src/wording/help.ts';
import { H1, P } from '../components/text.tsx';
import type { Content } from '../shell/page.tsx';

export const glossary = (): Content => ({
  title: 'Wat betekent wat',
  content: (
    <>
      <H1>Wat betekent wat</H1>
      <P>De woorden die u op de schermen en in brieven tegenkomt.</P>
      <dl class="terms">
        {terms.map(({ id, term, meaning }) => (
          <div id={id}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  ),
});
