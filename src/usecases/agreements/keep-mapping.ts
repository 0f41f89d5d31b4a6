/** What a person decided about a creditor's columns: saved while it is looked at, then kept as a version of the agreement. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { agreementsOf, endAgreements, insertAgreement, lockAgreements, type AgreementVersion } from '../../db/queries/agreements/agreements.ts';
import { copyDeclaration, findMappingDraft, saveMappingDraft, storeMapping } from '../../db/queries/agreements/mappings.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { several } from '../../delivery/columns.ts';
import { fold } from '../../delivery/headings.ts';
import type { ColumnName, DeliveryMapping } from '../../delivery/mapping.ts';
import { looksLikeValue } from '../../delivery/proposing/contents.ts';
import { columnLabels } from '../../delivery/proposing/words.ts';
import { fitted } from '../../domain/agreements/agreement.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { invalid, invalidField } from '../administration/guards.ts';
import { idFrom } from '../cases/add-note.ts';
import { mappingIn, versionOn } from './read-mapping.ts';
import { mustMapFor } from './sample-file.ts';

/** Saves what is decided so far. @throws AppError forbidden, not-found, invalid-input */
export async function saveMapping(sql: Sql, actor: CallingActor, creditorId: string, mapping: DeliveryMapping, at: Instant): Promise<void> {
  await mustMapFor(sql, actor, creditorId);
  mustTellColumnsApart(mapping);
  await sql.begin(async (tx) => {
    await lockAgreements(tx, creditorId);
    const before = await findMappingDraft(tx, creditorId);
    if (before !== null && isSame(mappingIn(before.mapping), mapping)) return;
    await saveMappingDraft(tx, creditorId, { mapping, savedBy: actor.id, savedAt: at });
    await writeAudit(tx, actor, { action: 'save-mapping-draft', outcome: 'done', at, detail: { creditorId, columns: Object.keys(mapping.columns ?? {}).length } });
  });
}

/** Two headings that are spelled alike are one; a field has one column, but for those of which a row may have several. */
function mustTellColumnsApart({ columns = {} }: DeliveryMapping): void {
  const headings = Object.entries(columns);
  if (headings.some(([heading]) => looksLikeValue(heading))) throw invalidField('body.columns', 'heading', 'Een van de namen lijkt op een gegeven van een persoon. Geef de kolom een naam die zegt wat erin staat.');
  const seen = new Map<string, string>();
  const wrong = headings.flatMap(([heading, column]) => {
    const claimed = column === 'ignored' || several.has(column) ? fold(heading) : `column ${column}`;
    const other = seen.get(claimed) ?? seen.get(fold(heading));
    seen.set(claimed, heading).set(fold(heading), heading);
    return other === undefined ? [] : [{ field: `body.columns.${heading}`, rule: 'once', message: `"${other}" en "${heading}" zijn allebei gekozen voor ${labelOf(column)}. Kies één kolom.` }];
  });
  if (wrong.length > 0) throw invalid(wrong);
}

const labelOf = (column: ColumnName | 'ignored'): string => columnLabels[column];

interface Keeping {
  creditorId: string;
  validFrom: LocalDate;
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

/**
 * From that day on the creditor's files are read so; the terms and what was declared stay. A version that begins on that day gets it, else a
 * new one begins. Versions to come get it too, unless something else was decided for them.
 * @returns the version's id
 * @throws AppError forbidden, not-found, invalid-input; conflict where nothing is decided, or nothing is agreed on that day
 */
export async function keepMapping(sql: Sql, actor: CallingActor, { creditorId, validFrom, key, at }: Keeping): Promise<string> {
  await mustMapFor(sql, actor, creditorId);
  if (validFrom < localDate(at)) throw invalidField('body.validFrom', 'not-past', 'Kolommen worden vastgelegd vanaf vandaag of later: wat al is aangeleverd, is gelezen zoals toen gold.');
  return sql.begin(async (tx) => {
    await lockAgreements(tx, creditorId);
    const draft = await findMappingDraft(tx, creditorId);
    if (draft === null) throw new AppError('conflict', 'Er is nog niets gekozen. Lees eerst een voorbeeldbestand en bewaar wat er in de kolommen staat.', { extra: { reason: 'no-draft' } });
    const versions = await agreementsOf(tx, creditorId);
    const base = versionOn(versions, validFrom);
    if (base === undefined) throw new AppError('conflict', `Op ${dateInWords(validFrom)} is er geen afspraak met deze schuldeiser. De projectleider legt die eerst vast.`, { extra: { reason: 'no-agreement' } });
    const mapping = mappingIn(draft.mapping);
    if (isSame(mappingIn(base.mapping), mapping)) return base.id;
    const id = base.validFrom === validFrom ? base.id : await begin(tx, base, versions, { validFrom, id: idFrom(`mapping ${actor.id} ${key}`) });
    const later = versions.filter((version) => version.validFrom > validFrom && isSame(mappingIn(version.mapping), mappingIn(base.mapping)));
    await storeMapping(tx, [id, ...later.map((version) => version.id)], { mapping, by: actor.id, at });
    await writeAudit(tx, actor, { action: 'keep-mapping', outcome: 'done', at, detail: { agreementId: id, creditorId, validFrom, columns: Object.keys(mapping.columns ?? {}).length } });
    return id;
  });
}

/** A version of the same terms, with the same declaration. */
async function begin(tx: Db, base: AgreementVersion, versions: readonly AgreementVersion[], { validFrom, id }: { validFrom: LocalDate; id: string }): Promise<string> {
  const place = fitted(versions, { validFrom, validTo: base.validTo });
  await endAgreements(tx, [base.id], addDays(validFrom, -1));
  await insertAgreement(tx, { ...base, id, validFrom, validTo: place?.validTo ?? base.validTo }, base.id);
  await copyDeclaration(tx, base.id, id);
  return id;
}

function isSame(one: DeliveryMapping, other: DeliveryMapping): boolean {
  const asText = ({ columns = {}, ...rest }: DeliveryMapping): string => JSON.stringify([Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1)), Object.entries(rest).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return asText(one) === asText(other);
}
