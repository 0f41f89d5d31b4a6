/**
 * Where everything of the diagram stands, in pixels from the top left: phases below each other, ways back and around on
 * tracks at the left, timers and endings at the right. Every line has a row or a track of its own, so nothing overlaps.
 */
import type { Block, Diagram, Flow, Node } from './diagram.ts';
import { wrap } from './wrap.ts';

export interface Point {
  x: number;
  y: number;
}
export interface Box extends Point {
  width: number;
  height: number;
}
export interface Label extends Box {
  lines: string[];
  align: 'left' | 'right' | 'middle';
}
export interface Shape {
  node: Node;
  box: Box;
  /** Outside the shape; null for a name inside it, or none. */
  label: Label | null;
}
export interface Edge {
  flow: Flow;
  points: Point[];
  label: Label | null;
}
export interface Layout {
  width: number;
  height: number;
  shapes: Shape[];
  edges: Edge[];
  note: Label & { id: string };
}

export const LINE_HEIGHT = 15;
const CHARACTER_WIDTH = 6.4;
const EVENT = 36;
const GATEWAY = 50;
const TASK_WIDTH = 200;
const LABEL_WIDTH = 230;
const LABEL_CHARACTERS = 34;
/** Between the timers and what they lead to. */
const TIMER_WIDTH = 270;
const TIMER_CHARACTERS = 40;
const TRACK = 18;
const TRACKS_LEFT = 40;
const TIMER_ROW = 54;
const END_ROW = 60;
/** Between a line and the text above it. */
const CLEAR = 4;

/** From the border of a task to the text of the flows that enter it; the loop of a stay runs in between. */
const LOOP = 24;
const ENTRY = LOOP + 16;

interface Columns {
  left: number;
  centre: number;
  right: number;
  /** Circles at the right: messages and endings. */
  circles: number;
}

export function layOut(diagram: Diagram): Layout {
  const tracks = tracksOf(diagram);
  const left = TRACKS_LEFT + tracks.size * TRACK + LABEL_WIDTH + ENTRY;
  const columns = { left, centre: left + TASK_WIDTH / 2, right: left + TASK_WIDTH, circles: left + TASK_WIDTH + EVENT + TIMER_WIDTH };
  const shapes: Shape[] = [circle(diagram.start, { x: columns.centre, y: 40 }, 'left')];
  let top = 110;
  for (const block of diagram.blocks) top = placeBlock(diagram, block, columns, top, shapes);
  placeReopening(diagram, shapes);
  const placed = new Map(shapes.map((shape) => [shape.node.id, shape]));
  const edges = diagram.flows.map((flow) => route(flow, { diagram, placed, tracks, columns }));
  const text = wrap(diagram.note.text, 44);
  const note: Layout['note'] = { id: diagram.note.id, x: columns.right + EVENT, y: 14, ...sizeOf(text), lines: text, align: 'left' };
  return { width: columns.circles + EVENT + LABEL_WIDTH, height: top, shapes, edges, note };
}

/** Gateways that lead elsewhere than on, to themselves or to an end: each has a track at the left. */
function tracksOf({ blocks, reopening, flows }: Diagram): Map<string, number> {
  const gateways = [reopening.gateway, ...blocks.map(({ gateway }) => gateway)];
  const sideways = gateways.filter(({ id }) => flows.some((flow) => flow.from === id && flowKind(blocks, flow) === 'aside'));
  return new Map(sideways.map(({ id }, index) => [id, TRACKS_LEFT + index * TRACK]));
}

type Kind = 'on' | 'stay' | 'end' | 'aside';

function flowKind(blocks: readonly Block[], { from, to }: Flow): Kind {
  const source = blocks.findIndex(({ gateway }) => gateway.id === from);
  const target = blocks.findIndex(({ task }) => task.id === to);
  if (target === -1) return 'end';
  if (source === -1) return 'aside';
  return target === source ? 'stay' : target === source + 1 ? 'on' : 'aside';
}

/** Flows that enter a phase from a track, lowest row first used by the nearest source. */
const entering = ({ blocks, flows }: Diagram, { task }: Block): Flow[] =>
  flows.filter((flow) => flow.to === task.id && flow.from.startsWith('done-in.') && flowKind(blocks, flow) === 'aside');

const rowHeight = (flow: Flow): number => linesOf(flow).length * LINE_HEIGHT + 2 * CLEAR + 6;
const linesOf = (flow: Flow): string[] => flow.name.split('\n').flatMap((line) => wrap(line, LABEL_CHARACTERS));
const leaving = ({ flows }: Diagram, { gateway }: Block, to: string | undefined): Flow | undefined => flows.find((flow) => flow.from === gateway.id && flow.to === to);

/** Places a phase with all that belongs to it; gives the top of the next. */
function placeBlock(diagram: Diagram, block: Block, { left, centre, right, circles }: Columns, top: number, shapes: Shape[]): number {
  const rows = entering(diagram, block).reduce((sum, flow) => sum + rowHeight(flow), 0);
  const atRight = block.timers.filter(({ end }) => end !== null);
  const height = Math.max(80, rows + 30, atRight.length * TIMER_ROW + 20);
  shapes.push({ node: block.task, box: { x: left, y: top, width: TASK_WIDTH, height }, label: null });

  atRight.forEach(({ timer, end }, index) => {
    const y = top + 12 + LINE_HEIGHT + EVENT / 2 + index * TIMER_ROW;
    shapes.push(circle(timer, { x: right, y }, 'above'));
    if (end !== null) shapes.push(circle(end, { x: circles, y }, 'right'));
  });
  const below = block.timers.filter(({ end }) => end === null);
  below.forEach(({ timer }, index) => shapes.push(circle(timer, { x: centre + 40 + index * 2 * EVENT, y: top + height }, 'below')));

  const stay = leaving(diagram, block, block.task.id);
  const gap = Math.max(44, stay === undefined ? 0 : rowHeight(stay) - GATEWAY / 2 + 8);
  const middle = top + height + gap + GATEWAY / 2;
  shapes.push({ node: block.gateway, box: around({ x: centre, y: middle }, GATEWAY), label: null });

  block.ends.forEach((end, index) => shapes.push(circle(end, { x: circles, y: middle + index * END_ROW }, 'right')));
  const next = diagram.blocks[diagram.blocks.indexOf(block) + 1];
  const on = leaving(diagram, block, next?.task.id);
  const bottom = Math.max(GATEWAY / 2 + 30, (block.ends.length - 1) * END_ROW + EVENT, on === undefined ? 0 : GATEWAY / 2 + rowHeight(on) + 16);
  return middle + bottom + 24;
}

/** At the head of the outermost track. */
function placeReopening({ reopening }: Diagram, shapes: Shape[]): void {
  shapes.push(circle(reopening.start, { x: TRACKS_LEFT, y: 40 }, 'right'));
  shapes.push({ node: reopening.gateway, box: around({ x: TRACKS_LEFT, y: 110 }, GATEWAY), label: null });
}

function circle(node: Node, centre: Point, side: 'left' | 'right' | 'above' | 'below'): Shape {
  const box = around(centre, EVENT);
  const lines = wrap(node.name, side === 'above' ? TIMER_CHARACTERS : LABEL_CHARACTERS);
  const size = sizeOf(lines);
  const beside = centre.y - size.height / 2;
  const places: Record<typeof side, Point> = {
    left: { x: box.x - 8 - size.width, y: beside },
    right: { x: box.x + EVENT + 8, y: beside },
    above: { x: box.x + EVENT + 4, y: centre.y - CLEAR - size.height },
    below: { x: box.x + EVENT + 4, y: centre.y + CLEAR },
  };
  return { node, box, label: { ...places[side], ...size, lines, align: side === 'left' ? 'right' : 'left' } };
}

const around = ({ x, y }: Point, size: number): Box => ({ x: x - size / 2, y: y - size / 2, width: size, height: size });
const sizeOf = (lines: readonly string[]): Pick<Box, 'width' | 'height'> => ({
  width: Math.ceil(Math.max(...lines.map((line) => line.length), 1) * CHARACTER_WIDTH),
  height: lines.length * LINE_HEIGHT,
});

interface Placed {
  diagram: Diagram;
  placed: ReadonlyMap<string, Shape>;
  tracks: ReadonlyMap<string, number>;
  columns: Columns;
}

function route(flow: Flow, all: Placed): Edge {
  const [from, to] = [boxOf(all, flow.from), boxOf(all, flow.to)];
  if (!flow.from.startsWith('done-in.')) return { flow, points: straight(from, to), label: null };
  switch (flowKind(all.diagram.blocks, flow)) {
    case 'on':
      return { flow, points: straight(from, to), label: labelAt(flow, { x: middleOf(from).x - 8, y: from.y + GATEWAY + 8 }, 'right') };
    case 'end':
      return toEnd(flow, from, to);
    case 'stay':
      return toItself(flow, from, to);
    case 'aside':
      return alongTrack(flow, from, to, all);
  }
}

function boxOf({ placed }: Placed, id: string): Box {
  const shape = placed.get(id);
  if (shape === undefined) throw new Error(`the diagram has no ${id}`);
  return shape.box;
}

const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Down, or to the right: one of the two lies in the other's way. */
function straight(from: Box, to: Box): Point[] {
  const [start, end] = [middleOf(from), middleOf(to)];
  if (to.y >= from.y + from.height) return [{ x: start.x, y: from.y + from.height }, { x: start.x, y: to.y }];
  return [{ x: from.x + from.width, y: start.y }, { x: to.x, y: end.y }];
}

function toEnd(flow: Flow, from: Box, to: Box): Edge {
  const [start, end] = [middleOf(from), middleOf(to)];
  const stem = from.x + GATEWAY + 30;
  const bend = start.y === end.y ? [] : [{ x: stem, y: start.y }, { x: stem, y: end.y }];
  return { flow, points: [{ x: from.x + GATEWAY, y: start.y }, ...bend, { x: to.x, y: end.y }], label: labelAbove(flow, stem + 8, end.y) };
}

function toItself(flow: Flow, from: Box, to: Box): Edge {
  const y = middleOf(from).y;
  const [x, entry] = [to.x - LOOP, to.y + to.height - 14];
  const label = labelAt(flow, { x: x - 8, y: y - CLEAR - linesOf(flow).length * LINE_HEIGHT }, 'right');
  return { flow, points: [{ x: from.x, y }, { x, y }, { x, y: entry }, { x: to.x, y: entry }], label };
}

function alongTrack(flow: Flow, from: Box, to: Box, { diagram, tracks, columns }: Placed): Edge {
  const track = tracks.get(flow.from) ?? 0;
  const start = middleOf(from);
  const entry = entryOf(flow, to, diagram);
  const isReopening = flow.from === diagram.reopening.gateway.id;
  const out = isReopening ? [{ x: track, y: from.y + GATEWAY }] : [{ x: from.x, y: start.y }, { x: track, y: start.y }];
  return { flow, points: [...out, { x: track, y: entry }, { x: to.x, y: entry }], label: labelAbove(flow, columns.left - ENTRY - LABEL_WIDTH + 10, entry) };
}

/** The row of a flow at the left border of the phase that it enters, under its own words. */
function entryOf(flow: Flow, to: Box, diagram: Diagram): number {
  const block = diagram.blocks.find(({ task }) => task.id === flow.to);
  let y = to.y;
  for (const other of block === undefined ? [] : entering(diagram, block)) {
    y += rowHeight(other);
    if (other === flow) break;
  }
  return y;
}

const labelAbove = (flow: Flow, x: number, y: number): Label | null => labelAt(flow, { x, y: y - CLEAR - linesOf(flow).length * LINE_HEIGHT }, 'left');

function labelAt(flow: Flow, { x, y }: Point, align: 'left' | 'right'): Label | null {
  if (flow.name === '') return null;
  const lines = linesOf(flow);
  const size = sizeOf(lines);
  return { x: align === 'left' ? x : x - size.width, y, ...size, lines, align };
}
