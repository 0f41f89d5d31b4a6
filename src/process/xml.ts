/** XML as text: an element with its attributes and what stands in it. */
export type Xml = string;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

const attributeText = (text: string): string => text.replace(/[&<>"\n]/g, (character) => escapes[character] ?? character);

/** Text between tags; its line ends stay as they are. */
export const textOf = (text: string): Xml => text.replace(/[&<>]/g, (character) => escapes[character] ?? character);

/** An attribute that is null is left out. */
export function element(name: string, attributes: Attributes, ...content: readonly Xml[]): Xml {
  const written = Object.entries(attributes).map(([key, value]) => (value === null ? '' : ` ${key}="${attributeText(String(value))}"`)).join('');
  const inside = content.filter((part) => part !== '');
  if (inside.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${inside.join('')}</${name}>`;
}

/** Several elements below each other. */
export const lines = (...parts: readonly Xml[]): Xml => parts.filter((part) => part !== '').map((part) => `\n${part}`).join('') + '\n';
