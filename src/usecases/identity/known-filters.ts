/** Filters of lists that name a municipality, a team, a caseworker, a creditor or a round: by code or by name. */
import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { caseworkerChoices, creditorChoices, municipalityChoices, roundChoices, teamChoices, type Choice } from '../../db/queries/identity/choices.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { AppError } from '../../errors.ts';

const choicesOf = { municipality: municipalityChoices, team: teamChoices, caseworker: caseworkerChoices, creditor: creditorChoices, round: roundChoices };
type Named = keyof typeof choicesOf;
const namedFilters = Object.keys(choicesOf) as Named[];

/** As many are named to choose from. */
const MOST_NAMED = 20;

/**
 * The same filters with codes for what was named otherwise: an empty list would tell whoever wrote "Enschede" for 0153 that there is nothing.
 * @throws AppError invalid-input for what is not known, with what is
 */
export async function knownFilters<Filters extends { [Field in Named]?: string | undefined }>(sql: Db, actor: CallingActor, filters: Filters): Promise<Filters> {
  const problems: FieldError[] = [];
  const known: Filters = { ...filters };
  for (const field of namedFilters) {
    const given = filters[field];
    if (given === undefined) continue;
    const choices = await choicesOf[field](sql, actor);
    const found = matching(choices, given);
    if (found.length === 1) known[field] = found[0]?.code;
    else problems.push({ field: `query.${field}`, rule: 'exists', message: refusal(found.length > 1 ? found : choices) });
  }
  if (problems.length > 0) throw new AppError('invalid-input', 'Een filter klopt niet.', { fields: problems });
  return known;
}

const folded = (text: string) => text.trim().toLowerCase().normalize('NFD').replace(/[\p{M}\s_-]+/gu, '');

function matching(choices: readonly Choice[], given: string): Choice[] {
  const byCode = choices.filter(({ code }) => code === given.trim());
  return byCode.length > 0 ? byCode : choices.filter(({ name }) => folded(name) === folded(given));
}

function refusal(choices: readonly Choice[]): string {
  const named = choices.slice(0, MOST_NAMED).map(({ code, name }) => `${name} (${code})`);
  if (named.length === 0) return 'Er is nog niets om uit te kiezen; laat dit weg.';
  return `Kies uit: ${named.join(', ')}${choices.length > MOST_NAMED ? `, en nog ${choices.length - MOST_NAMED}` : ''}.`;
}
