/** The errors that zod found, for all fields at once, in Dutch that says what to do. */
import type { z } from 'zod';
import type { FieldError } from '../src/domain/field-error.ts';

type Issue = z.core.$ZodIssue;
type Part = 'path' | 'query' | 'header' | 'body';

/**
 * The name of a field in an error: in the body its own name, elsewhere prefixed with the part of the request. The value that was
 * sent is not repeated: it may be personal data, and errors end up in logs.
 */
export function fieldErrorsOf(part: Part, input: unknown, error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => errorsOf(issue, input)).map((found) => ({ ...found, field: nameOf(part, found.field) }));
}

/** Text that Postgres cannot store: with a NUL, or half of a surrogate pair. */
export function unstorableFields(part: Part, input: unknown): FieldError[] {
  return unstorableIn(input).map((field) => ({ field: nameOf(part, field), rule: 'text', message: 'Hier staan tekens in die geen tekst zijn; haal ze weg.' }));
}

/** The paths of such texts in a value. */
export function unstorableIn(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [path.join('.')] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unstorableIn(inner, [...path, name]));
}

const nameOf = (part: string, field: string) => (part === 'body' ? field || '(inhoud)' : `${part}.${field}`);

function errorsOf(issue: Issue, input: unknown): FieldError[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path.map(String), key].join('.'), rule: 'unknown-field', message: 'Dit veld bestaat niet; laat het weg.' }));
  }
  const value = at(input, issue.path);
  return [{ field, ...ruleAndMessage(issue, value) }];
}

function ruleAndMessage(issue: Issue, value: unknown): { rule: string; message: string } {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { rule: 'required', message: 'Vul dit in.' }
        : { rule: 'type', message: `Hier wordt ${typeNames[issue.expected] ?? issue.expected} verwacht.` };
    case 'invalid_value':
      if (value === undefined) return { rule: 'required', message: `Vul dit in; kies uit: ${issue.values.map(String).join(', ')}.` };
      return { rule: 'one-of', message: `Kies uit: ${issue.values.map(String).join(', ')}.` };
    case 'too_small':
      return { rule: 'minimum', message: sized('ten minste', Number(issue.minimum), issue.origin) };
    case 'too_big':
      return { rule: 'maximum', message: sized('ten hoogste', Number(issue.maximum), issue.origin) };
    case 'invalid_format':
      return { rule: issue.format, message: formats[issue.format] ?? wordsOf(issue) };
    case 'invalid_union':
      return { rule: 'one-of', message: 'Dit past bij geen van de mogelijkheden; zie de beschrijving van dit veld.' };
    case 'custom':
      return { rule: typeof issue.params?.['rule'] === 'string' ? issue.params['rule'] : 'custom', message: issue.message };
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return { rule: issue.code.replaceAll('_', '-'), message: 'Dit klopt niet; zie de beschrijving van dit veld.' };
  }
}

const typeNames: Record<string, string> = {
  string: 'tekst',
  number: 'een getal',
  int: 'een geheel getal',
  boolean: 'true of false',
  array: 'een lijst',
  object: 'een object met velden',
  record: 'een object met velden',
};

const formats: Record<string, string> = {
  date: 'Schrijf een bestaande datum als JJJJ-MM-DD.',
  datetime: 'Schrijf een tijdstip in UTC als JJJJ-MM-DDTUU:MM:SSZ.',
  uuid: 'Dit is geen geldig nummer (UUID).',
  email: 'Dit is geen e-mailadres.',
  url: 'Schrijf een volledig adres, dat begint met https://.',
  time: 'Schrijf een tijd als UU:MM, bijvoorbeeld 14:30.',
};

/** The schema's own (Dutch) message for a pattern; zod's default messages are English. */
const wordsOf = ({ message }: Issue): string => (message.startsWith('Invalid') ? 'Deze schrijfwijze klopt niet; de beschrijving van dit veld zegt hoe het moet.' : message);

function sized(bound: string, limit: number, origin: string): string {
  if (origin === 'string') return `Gebruik ${bound} ${limit} tekens.`;
  if (origin === 'array') return `Geef er ${bound} ${limit}.`;
  return `Dit moet ${bound} ${limit} zijn.`;
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), input);
}
