/** The diagram drawn for a page: classes only, their looks are in its style sheet. The table beside it says the same. */
import type { Node } from './diagram.ts';
import { LINE_HEIGHT, type Box, type Edge, type Label, type Layout, type Shape } from './layout.ts';
import { escaped } from '../render/escape.ts';
import { element, lines, type Xml } from '../render/markup.ts';
import { wrap } from './wrap.ts';

const MARGIN = 16;

export function svgOf({ width, height, shapes, edges, note }: Layout, title: string): Xml {
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width + MARGIN} ${height}`, width: width + MARGIN, height, class: 'diagram', role: 'img', 'aria-labelledby': 'diagram-title' },
    lines(element('title', { id: 'diagram-title' }, escaped(title)), arrowHead, ...edges.map(edgeSvg), ...shapes.map(shapeSvg), noteSvg(note)),
  );
}

const arrowHead = element(
  'defs',
  {},
  element('marker', { id: 'arrow', viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 8, markerHeight: 8, orient: 'auto' }, element('path', { d: 'M0 0L10 5L0 10z', class: 'arrow' })),
);

const edgeSvg = ({ points, label }: Edge): Xml =>
  element('polyline', { class: 'flow', points: points.map(({ x, y }) => `${x},${y}`).join(' '), 'marker-end': 'url(#arrow)' }) + labelSvg(label, 'flow-label');

const shapeSvg = (shape: Shape): Xml => element('g', { class: shape.node.type }, figure(shape), labelSvg(shape.label, 'label'));

function figure({ node, box }: Shape): Xml {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  switch (node.type) {
    case 'task':
      return element('rect', { ...box, rx: 10 }) + centred(box, wrap(node.name, 22));
    case 'gateway':
      return element('path', { d: `M${x} ${box.y}L${box.x + box.width} ${y}L${x} ${box.y + box.height}L${box.x} ${y}z` }) + element('path', { class: 'mark', d: `M${x - 8} ${y - 8}l16 16m0 -16l-16 16` });
    case 'start':
    case 'end':
      return ring(box) + (node.message ? envelope(x, y, node) : '');
    case 'timer':
      return element('circle', { cx: x, cy: y, r: 18, class: node.interrupting ? 'border' : 'border side' }) + element('circle', { cx: x, cy: y, r: 14, class: node.interrupting ? 'border' : 'border side' }) + clock(x, y);
  }
}

const ring = ({ x, y, width, height }: Box): Xml => element('circle', { cx: x + width / 2, cy: y + height / 2, r: width / 2 });
const envelope = (x: number, y: number, { type }: Node): Xml =>
  element('rect', { class: type === 'end' ? 'letter thrown' : 'letter', x: x - 9, y: y - 6, width: 18, height: 12 }) + element('path', { class: type === 'end' ? 'flap thrown' : 'flap', d: `M${x - 9} ${y - 6}l9 7l9 -7` });
const clock = (x: number, y: number): Xml => element('circle', { class: 'dial', cx: x, cy: y, r: 10 }) + element('path', { class: 'mark', d: `M${x} ${y - 7}v7h5` });

function labelSvg(label: Label | null, name: string): Xml {
  if (label === null) return '';
  const { x, width, y, align } = label;
  const at = align === 'left' ? x : x + width;
  return element('text', { class: `${name} ${align}` }, ...label.lines.map((line, index) => element('tspan', { x: at, y: y + LINE_HEIGHT * (index + 1) - 4 }, escaped(line))));
}

function centred({ x, y, width, height }: Box, text: readonly string[]): Xml {
  const first = y + height / 2 - (text.length / 2) * 20 + 15;
  return element('text', { class: 'phase middle' }, ...text.map((line, index) => element('tspan', { x: x + width / 2, y: first + index * 20 }, escaped(line))));
}

const noteSvg = (note: Label): Xml =>
  element('g', { class: 'note' }, element('path', { d: `M${note.x + 10} ${note.y - 4}h-14v${note.height + 8}h14` }), labelSvg(note, 'label'));
