/** What municipality and creditor agreed: dated versions, of which one holds on a day, and what the creditor declared. Pure. */
import type { CreditorKind } from '../codes.ts';
import type { DaysWindow } from '../planning/policy.ts';
import { addDays, type LocalDate } from '../time/dates.ts';

/** What a creditor has done before it reports arrears (Besluit gemeentelijke schuldhulpverlening art. 2, a to d), as it declares it. */
export const preconditions = [
  { code: 'soughtContact', law: 'a', label: 'Wij hebben persoonlijk contact met de klant gezocht.' },
  { code: 'pointedOutHelp', law: 'b', label: 'Wij hebben de klant gewezen op schuldhulpverlening.' },
  { code: 'reminded', law: 'c', label: 'Wij hebben de klant ten minste één herinnering gestuurd.' },
  { code: 'offeredToPassOn', law: 'd', label: 'Wij hebben aangeboden de gegevens door te geven, en de klant heeft dat niet geweigerd.' },
] as const;
export type Precondition = (typeof preconditions)[number]['code'];

export interface AgreementTerms {
  validFrom: LocalDate;
  /** The last day; null while nobody has ended it. */
  validTo: LocalDate | null;
  /** Of which kinds its arrears may be; null: of the creditor's own kind. */
  allowedKinds: CreditorKind[] | null;
  /** Null: the window of the policy. */
  arrearsAgeDays: DaysWindow | null;
  /** Null: the minimum of the policy. */
  minimumAmountCents: number | null;
}

export const standings = ['current', 'ended', 'to-come'] as const;
export type AgreementStanding = (typeof standings)[number];

export function standingOf({ validFrom, validTo }: Pick<AgreementTerms, 'validFrom' | 'validTo'>, today: LocalDate): AgreementStanding {
  if (validFrom > today) return 'to-come';
  return validTo !== null && validTo < today ? 'ended' : 'current';
}

type Dated = Pick<AgreementTerms, 'validFrom' | 'validTo'>;

/**
 * How a new version fits among those there are: the one that holds until then ends the day before it, and it ends before the next.
 * Null where one begins on that day already.
 */
export function fitted<Version extends Dated>(known: readonly Version[], { validFrom, validTo }: Dated): { validTo: LocalDate | null; shortened: Version[]; before: Version | undefined } | null {
  if (known.some((version) => version.validFrom === validFrom)) return null;
  const [next] = known.filter((version) => version.validFrom > validFrom).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const until = next === undefined ? null : addDays(next.validFrom, -1);
  const earlier = known.filter((version) => version.validFrom < validFrom);
  return {
    validTo: until === null ? validTo : validTo === null || validTo > until ? until : validTo,
    shortened: earlier.filter((version) => version.validTo === null || version.validTo >= validFrom),
    before: earlier.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0],
  };
}
