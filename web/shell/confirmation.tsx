/** What was just done, in words of our own: the address holds a code and the case's id, and nothing about anybody. */
import { actions, rules, type Action } from '../../src/domain/case/lifecycle.ts';
import { PostForm } from '../components/form.tsx';

const sentences: Readonly<Record<string, string>> = {
  'record-attempt': 'De uitkomst is vastgelegd.',
  'take-back-attempt': 'De uitkomst is teruggenomen: zij telt niet meer mee.',
  'correct-attempt': 'De uitkomst is gecorrigeerd.',
  'plan-appointment': 'De afspraak is vastgelegd.',
  'take-on': 'De zaak staat nu op uw naam.',
  pause: 'De zaak is gepauzeerd.',
  resume: 'De zaak loopt weer.',
  note: 'De notitie is bewaard.',
};

const isAction = (code: string): code is Action => (actions as readonly string[]).includes(code);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The page to go to, with what was done to which case. */
export const withDone = (address: string, code: string, caseId: string): string => `${address}${address.includes('?') ? '&' : '?'}gedaan=${code}&zaak=${caseId}`;

export function Confirmation({ query: { gedaan, zaak }, path }: { query: Readonly<Record<string, unknown>>; path: string }) {
  if (typeof gedaan !== 'string') return null;
  const sentence = sentences[gedaan] ?? (isAction(gedaan) ? `Gedaan: ${rules[gedaan].label.toLowerCase()}.` : null);
  if (sentence === null) return null;
  const caseId = typeof zaak === 'string' && uuid.test(zaak) ? zaak : null;
  const isOnCase = caseId !== null && path.startsWith(`/zaken/${caseId}`);
  return (
    <div class="utrecht-alert utrecht-alert--ok done" role="status" data-gedaan>
      <div class="utrecht-alert__content">
        <p class="nl-paragraph">
          {sentence} {caseId === null || isOnCase ? null : <a class="nl-link" href={`/zaken/${caseId}`}>Naar de zaak</a>}
        </p>
        {gedaan === 'record-attempt' && caseId !== null ? (
          <PostForm action={`/zaken/${caseId}/actie/take-back-attempt`} hidden={{ reason: 'Per ongeluk vastgelegd, en meteen hersteld.', terug: path }}>
            <button class="nl-button nl-button--secondary">Herstel</button>
          </PostForm>
        ) : null}
      </div>
    </div>
  );
}
