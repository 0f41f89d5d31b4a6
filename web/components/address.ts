/** An address as people say it. */
export interface Address {
  postcode: string;
  houseNumber: number;
  addition: string;
  place: string;
}

const spaced = (postcode: string): string => `${postcode.slice(0, 4)} ${postcode.slice(4)}`;

/** 'Hoofdstraat 12 A, 7512 BM Enschede'; without a street the postcode comes first. */
export function addressLine(street: string | null, address: Address | null): string {
  if (address === null) return 'Adres gewist';
  const { postcode, houseNumber, addition, place } = address;
  const number = `${houseNumber}${addition === '' ? '' : ` ${addition}`}`;
  return street === null || street === '' ? `${spaced(postcode)} ${number}, ${place}` : `${street} ${number}, ${spaced(postcode)} ${place}`;
}
