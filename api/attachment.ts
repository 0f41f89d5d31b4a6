/**
 * The headers of a file to download. Its name consists of our own words and ids, in letters, digits and hyphens only
 * (RFC 6266), so that no shell, spreadsheet or header can read it as a path or a command.
 */
export function attachment(type: 'csv' | 'bpmn' | 'jsonl' | 'json' | 'html', ...parts: readonly string[]): Record<string, string> {
  const name = parts.map((part) => part.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')).filter((part) => part !== '').join('-');
  return { 'Content-Disposition': `attachment; filename="${name.slice(0, 100)}.${type}"` };
}
