/** Words of a legal form that make its bearer a legal person; a coöperatie is an association by law (art. 2:53 BW). */
const legalPersonWords = ['bv', 'nv', 'stg', 'vve', 'gmbh', 'ltd', 'inc', 'llc', 'sarl'];
const legalPersonStems = ['stichting', 'vereniging', 'cooperati', 'beslotenvennootschap', 'naamlozevennootschap'];

/**
 * Whether a legal form, in whatever spelling (`B.V.`, `bv i.o.`, `Stichting`), is that of a legal person. Eenmanszaak,
 * VOF, CV and maatschap are persons who answer for their debts themselves; so is who has no legal form, or one we do not
 * know: a wrongly offered talk does less harm than help withheld.
 */
export function isLegalPerson(legalForm: string): boolean {
  const plain = legalForm.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const words = plain.replace(/\./g, '').split(/[^a-z]+/);
  const letters = plain.replace(/[^a-z]/g, '');
  if (legalPersonWords.some((word) => words.includes(word) || letters === word)) return true;
  return legalPersonStems.some((stem) => letters.includes(stem));
}
