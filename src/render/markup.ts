/** XML and SVG as text: an element with its attributes and what stands in it. */
import { escaped } from './escape.ts';

export type Xml = string;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** A line end in an attribute would be read as a space. */
const attributeText = (text: string): string => escaped(text).replaceAll('\n', '&#10;');

/** An attribute that is null is left out. */
export function element(name: string, attributes: Attributes, ...content: readonly Xml[]): Xml {
  const written = Object.entries(attributes).map(([key, value]) => (value === null ? '' : ` ${key}="${attributeText(String(value))}"`)).join('');
  const inside = content.filter((part) => part !== '');
  if (inside.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${inside.join('')}</${name}>`;
}

/** Several elements below each other. */
export const lines = (...parts: readonly Xml[]): Xml => parts.filter((part) => part !== '').map((part) => `\n${part}`).join('') + '\n';
