/** Boxes and lines of a laid-out diagram, for tests of what overlaps. */
import type { Box, Layout, Point } from '../../src/process/layout.ts';

export const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export const named = ({ shapes, edges, note }: Layout): { what: string; box: Box; isLabel: boolean; attachedTo: string }[] => [
  ...shapes.map(({ node, box }) => ({ what: node.id, box, isLabel: false, attachedTo: node.type === 'timer' ? node.attachedTo : '' })),
  ...shapes.flatMap(({ node, label }) => (label === null ? [] : [{ what: `label of ${node.id}`, box: label, isLabel: true, attachedTo: '' }])),
  ...edges.flatMap(({ flow, label }) => (label === null ? [] : [{ what: `label of ${flow.id}`, box: label, isLabel: true, attachedTo: '' }])),
  { what: note.id, box: note, isLabel: true, attachedTo: '' },
];

/** The straight pieces of a line, each as a box without thickness to speak of. */
export const piecesOf = (points: readonly Point[]): Box[] =>
  points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    return { x: Math.min(start.x, end.x), y: Math.min(start.y, end.y), width: Math.max(Math.abs(start.x - end.x), 0.5), height: Math.max(Math.abs(start.y - end.y), 0.5) };
  });

/** On the border, a corner included; not inside and not beside. */
export const touches = ({ x, y, width, height }: Box, point: Point): boolean =>
  ((point.x === x || point.x === x + width) && point.y >= y && point.y <= y + height) || ((point.y === y || point.y === y + height) && point.x >= x && point.x <= x + width);
