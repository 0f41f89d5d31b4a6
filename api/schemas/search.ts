/** A search for a person or an address, as it is asked. */
import { z } from 'zod';
import { parseAddress, type AddressProblem, type ParsedAddress } from '../../src/domain/matching/address.ts';
import { searchedNames } from '../../src/domain/rights/names.ts';
import { localDate } from './common.ts';

const rulesOfAddress: Record<AddressProblem['rule'], string> = {
  required: 'Vul postcode en huisnummer allebei in.',
  postcodeForm: 'Schrijf de postcode als 1234AB.',
  noNumber: 'Vul een huisnummer in.',
  numberTooHigh: 'Een huisnummer heeft ten hoogste vijf cijfers.',
  tooLong: 'De toevoeging is te lang.',
};

export const search = z
  .strictObject({
    lastName: z.string().max(200).optional().describe('In any spelling: case, accents and prefixes such as `van der` do not count. A double name is found by either half.'),
    birthDate: localDate.optional(),
    postcode: z.string().max(20).optional(),
    houseNumber: z.union([z.int(), z.string().max(40)]).optional(),
    addition: z.string().max(40).optional().describe('Letter and addition. Without, every addition at that number is found; empty, only the address without.'),
    reference: z.string().trim().min(1).max(100).optional().describe('The number of a case (`ENS-2026-00123`), or the reference by which a creditor knows a signal.'),
    limit: z.int().min(1).max(50).default(50),
    cursor: z.string().max(500).optional().describe('`nextCursor` of the page before, for the same search.'),
  })
  .superRefine((body, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (body.lastName === undefined && body.reference === undefined && !hasAddress(body)) wrong('lastName', 'Vul een achternaam in, of een postcode en een huisnummer, of een zaaknummer of kenmerk.');
    if (body.lastName !== undefined && searchedNames(body.lastName).length === 0) wrong('lastName', 'Vul een achternaam in.');
    const read = hasAddress(body) ? addressOf(body) : null;
    if (read?.ok === false) for (const { part, rule } of read.problems) wrong(part, rulesOfAddress[rule]);
  });

type Body = z.infer<typeof search>;

/** 957 finds 957 HS: nothing was said of an addition, in its own field or with the number. */
export const takesAnyAddition = (body: Body): boolean => body.addition === undefined && addressIn(body)?.addition === '';

const hasAddress = ({ postcode, houseNumber, addition }: Body) => [postcode, houseNumber, addition].some((part) => part !== undefined);
const addressOf = ({ postcode = '', houseNumber = '', addition = '' }: Body): ParsedAddress => parseAddress({ postcode, houseNumber: String(houseNumber), addition });

/** The address that is searched for; null for a search by name alone. */
export function addressIn(body: Body) {
  const read = hasAddress(body) ? addressOf(body) : null;
  return read?.ok === true ? read.address : null;
}
