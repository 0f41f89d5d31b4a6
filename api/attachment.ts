/**
 * The headers of a file to keep. Its name is made of our own words and ids, of letters, digits and hyphens only
 * (RFC 6266): no path, no sign that a shell, a spreadsheet or a header reads as more than a name.
 */
export function attachment(type: 'csv' | 'bpmn' | 'jsonl' | 'json' | 'html', ...parts: readonly string[]): Record<string, string> {
  const name = parts.map((part) => part.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')).filter((part) => part !== '').join('-');
  return { 'Content-Disposition': `attachment; filename="${name.slice(0, 100)}.${type}"` };
}
