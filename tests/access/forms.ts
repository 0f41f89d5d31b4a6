/** What a form sends, from what its route takes: lists as several fields of one name, what lies deeper with dots. */
export function asForm(body: unknown): URLSearchParams {
  const sent = new URLSearchParams();
  add(sent, '', body);
  return sent;
}

function add(sent: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const one of value) add(sent, name, one);
  else if (typeof value === 'object') for (const [key, inner] of Object.entries(value)) add(sent, name === '' ? key : `${name}.${key}`, inner);
  else if (name !== '' && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')) sent.append(name, String(value));
}

/** The address of a page about this thing. */
export const filledIn = (path: string, id: string): string => path.replace('{id}', id);
