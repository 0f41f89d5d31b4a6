import type { CallingActor } from '../../actor.ts';
import { AppError } from '../../errors.ts';

/**
 * An account of one municipality may change only what belongs to that municipality.
 * @param municipalityCode null: what holds for all
 * @throws AppError forbidden
 */
export function mustBeTheirs(actor: CallingActor, municipalityCode: string | null): void {
  if (actor.municipalityCode !== null && actor.municipalityCode !== municipalityCode) throw new AppError('forbidden', 'U werkt voor één gemeente; dit geldt voor meer gemeenten, of voor een andere.');
}
