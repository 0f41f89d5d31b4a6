/**
 * The body of a route out of the fields of a form. Fields have the names of the body: `handOver.service` for what lies deeper, a name
 * several times for a list. What was left empty is left out; a number or a yes that cannot be read stays text, and the route says so.
 */
import { z } from 'zod';
import type { Fields } from './page.ts';

interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  $ref?: string;
  $defs?: Record<string, Shape>;
}

const shapes = new WeakMap<z.ZodType, Shape>();

function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  shapes.set(schema, shape);
  return shape;
}

export function bodyOf(schema: z.ZodType, fields: Fields): Record<string, unknown> {
  const root = shapeOf(schema);
  return (valueOf(root, '', fields, root.$defs ?? {}) ?? {}) as Record<string, unknown>;
}

type Definitions = Record<string, Shape>;

/** The shapes that a value may have: those of a union beside each other. */
function waysOf(shape: Shape, defined: Definitions): Shape[] {
  if (shape.$ref !== undefined) return waysOf(defined[shape.$ref.replace('#/$defs/', '')] ?? {}, defined);
  const inner = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  return inner.length === 0 ? [shape] : inner.flatMap((one) => waysOf(one, defined));
}

function valueOf(shape: Shape, name: string, fields: Fields, defined: Definitions): unknown {
  const ways = waysOf(shape, defined).filter(({ type }) => type !== 'null');
  const objects = ways.filter(({ properties }) => properties !== undefined);
  if (objects.length > 0) return objectOf(Object.assign({}, ...objects.map(({ properties }) => properties)) as Record<string, Shape>, name, fields, defined);
  const sent = (fields[name] ?? []).filter((text) => text !== '');
  const [first] = sent;
  if (first === undefined) return undefined;
  const list = ways.find(({ type }) => type === 'array');
  if (list !== undefined) return sent.map((text) => single(waysOf(list.items ?? {}, defined), text));
  return single(ways, first);
}

function objectOf(properties: Record<string, Shape>, name: string, fields: Fields, defined: Definitions): Record<string, unknown> | undefined {
  const found = Object.entries(properties).flatMap(([key, inner]): [string, unknown][] => {
    const value = valueOf(inner, name === '' ? key : `${name}.${key}`, fields, defined);
    return value === undefined ? [] : [[key, value]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function single(ways: readonly Shape[], text: string): unknown {
  const is = (...types: string[]) => ways.some(({ type }) => type !== undefined && types.includes(type));
  if (is('integer', 'number') && /^-?\d+([.,]\d+)?$/.test(text.trim())) return Number(text.trim().replace(',', '.'));
  if (is('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
