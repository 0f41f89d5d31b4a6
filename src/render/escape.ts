/**
 * The one place where text becomes part of HTML, SVG or XML. The result is safe between tags and in attributes with
 * single or double quotes.
 */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
