/**
 * Leaves out of a style sheet what no page uses: rules for classes that no view names, and custom properties that no rule that is left
 * reads. It expects what esbuild writes: minified, without comments.
 */
interface Rule {
  /** The selector, or `@media …`. */
  head: string;
  body: string;
}

/** The rules of a sheet, without what is inside them. */
function rulesIn(css: string): Rule[] {
  const rules: Rule[] = [];
  let [depth, start, open] = [0, 0, 0];
  for (let at = 0; at < css.length; at++) {
    const sign = css[at];
    if (sign === '"' || sign === "'") at = endOfText(css, at);
    else if (sign === '{' && depth++ === 0) open = at;
    else if (sign === '}' && --depth === 0) {
      rules.push({ head: css.slice(start, open), body: css.slice(open + 1, at) });
      start = at + 1;
    } else if (sign === ';' && depth === 0) start = at + 1;
  }
  return rules;
}

function endOfText(css: string, from: number): number {
  let at = from + 1;
  while (css[at] !== css[from]) at += css[at] === '\\' ? 2 : 1;
  return at;
}

/** @param isNamed whether a view names this class */
export function pruned(css: string, isNamed: (name: string) => boolean): string {
  return withoutUnread(withoutUnnamed(css, isNamed));
}

const sheet = (rules: readonly Rule[]): string => rules.map(({ head, body }) => `${head}{${body}}`).join('');

function withoutUnnamed(css: string, isNamed: (name: string) => boolean): string {
  const kept = rulesIn(css).flatMap(({ head, body }): Rule[] => {
    if (/^@(media|supports|layer)/.test(head)) {
      const inside = withoutUnnamed(body, isNamed);
      return inside === '' ? [] : [{ head, body: inside }];
    }
    if (head.startsWith('@')) return [{ head, body }];
    const selectors = selectorsIn(head).filter((selector) => namesIn(selector).every(isNamed));
    return selectors.length === 0 ? [] : [{ head: selectors.join(','), body }];
  });
  return sheet(kept);
}

/** Parted at commas outside brackets. */
function selectorsIn(head: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of head) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + sign);
  }
  return parts;
}

/** What a selector excludes does not have to be there. */
const namesIn = (selector: string): string[] => [...selector.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, '').matchAll(/\.(-?[a-zA-Z_][\w-]*)/g)].map(([, name = '']) => name);

const declared = /(--[\w-]+):((?:"[^"]*"|'[^']*'|[^;}"'])*)(;|(?=\}))/g;
const read = /var\((--[\w-]+)/g;

/** A custom property is read by a rule, or by another that is read. */
function withoutUnread(css: string): string {
  const values = new Map<string, string[]>();
  for (const [, name = '', value = ''] of css.matchAll(declared)) values.set(name, [...(values.get(name) ?? []), value]);
  const plain = css.replaceAll(declared, '');
  const needed = new Set<string>();
  const wanted = namesRead(plain);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    wanted.push(...(values.get(name) ?? []).flatMap(namesRead));
  }
  return css.replaceAll(declared, (whole, name: string) => (needed.has(name) ? whole : ''));
}

const namesRead = (css: string): string[] => [...css.matchAll(read)].map(([, name = '']) => name);
