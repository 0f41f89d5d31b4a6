import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { deadlineStarts, ways } from '../../src/domain/process.ts';
import { diagramOf } from '../../src/process/diagram.ts';
import { describeProcess } from '../../src/process/document.ts';
import { processBpmn } from '../../src/process/drawing.ts';
import { layOut } from '../../src/process/layout.ts';
import { named, overlap, piecesOf, touches } from './geometry.ts';
import { flowNodesOf, read, type Read } from './read-bpmn.ts';

const xml = processBpmn(twentePolicy);
const layout = layOut(diagramOf(describeProcess(twentePolicy)));
const schemaFile = (fileName: string) => ({ fileName, contents: readFileSync(fileURLToPath(import.meta.resolve(`bpmn-moddle/resources/bpmn/xsd/${fileName}`)), 'utf8') });

function validate(contents: string) {
  const imported = ['Semantic.xsd', 'BPMNDI.xsd', 'DC.xsd', 'DI.xsd'].map(schemaFile);
  return validateXML({ xml: { fileName: 'process.bpmn', contents }, schema: schemaFile('BPMN20.xsd'), preload: imported });
}

let model: Read;
beforeAll(async () => {
  model = await read(xml);
});

describe('the process as BPMN', () => {
  test('is valid against the schema of the OMG, which notices a mistake', async () => {
    expect((await validate(xml)).errors).toEqual([]);
    expect((await validate(xml.replace('sourceRef=', 'source='))).valid).toBe(false);
    expect((await validate(xml.replace(/<dc:Bounds [^>]*>/, ''))).valid).toBe(false);
  });

  test('is the one that is kept in docs; when not: npm run process', () => {
    expect(readFileSync(new URL('../../docs/process.bpmn', import.meta.url), 'utf8')).toBe(xml);
  });

  test('is read by a modeller without a warning', () => expect(model.warnings).toEqual([]));

  test('has a flow for every way a case can go, and no way beside them', () => {
    const drawn = model.flows.flatMap(({ from, to, by }) => by.map((one) => `${one}: ${from} → ${to}`));
    expect([...new Set(drawn)].sort()).toEqual(ways.map(({ by, from, to }) => `${by}: ${from} → ${to}`).sort());
  });

  test('has a timer for each deadline of a case, on the phase it is of, with its duration where ISO 8601 has one', () => {
    const expected = Object.entries(deadlineStarts).filter(([, { phase }]) => phase !== null);
    expect(model.timers.map(({ kind, phase }) => [kind, phase]).sort()).toEqual(expected.map(([kind, { phase }]) => [kind, phase]).sort());
    const durations = new Map(model.timers.map(({ kind, duration }) => [kind, duration]));
    expect([durations.get('first-visit'), durations.get('re-check'), durations.get('triage')]).toEqual(['P14D', 'P6M', null]);
    expect(model.timers.filter(({ interrupting }) => interrupting).map(({ kind }) => kind)).toEqual(['re-check']);
  });

  test('follows the policy: another term gives another timer', async () => {
    const slower = { ...twentePolicy, deadlines: { ...twentePolicy.deadlines, 'first-visit': { ...twentePolicy.deadlines['first-visit'], term: { unit: 'calendarDays' as const, amount: 21 } } } };
    const { timers } = await read(processBpmn(slower));
    expect(timers.find(({ kind }) => kind === 'first-visit')?.duration).toBe('P21D');
  });

  test('leaves no element alone: all is reached from a start, and everything ends', () => {
    const nodes = flowNodesOf(model);
    for (const { id, type, incoming, outgoing } of nodes) {
      if (type !== 'bpmn:StartEvent' && type !== 'bpmn:BoundaryEvent') expect([id, incoming > 0]).toEqual([id, true]);
      if (type !== 'bpmn:EndEvent') expect([id, outgoing > 0]).toEqual([id, true]);
    }
  });
});

describe('the drawing', () => {
  test('has a shape for every element and a line for every flow, once', () => {
    const drawn = model.planeElements;
    expect(new Set(drawn).size).toBe(drawn.length);
    expect([...drawn].sort()).toEqual([...flowNodesOf(model).map(({ id }) => id), ...model.flows.map(({ id }) => id), 'note'].sort());
  });

  test('has nothing over something else, but a timer over the border of its phase', () => {
    const all = named(layout);
    const over = all.flatMap((a, index) => all.slice(index + 1).filter((b) => overlap(a.box, b.box) && a.attachedTo !== b.what && b.attachedTo !== a.what).map((b) => `${a.what} / ${b.what}`));
    expect(over).toEqual([]);
  });

  test('lets no line run through an element or through words', () => {
    const boxes = named(layout).map(({ what, box }) => ({ what, box: { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 } }));
    const through = layout.edges.flatMap(({ flow, points }) =>
      piecesOf(points).flatMap((piece) => boxes.filter(({ what, box }) => overlap(piece, box) && what !== flow.from && what !== flow.to).map(({ what }) => `${flow.id} through ${what}`)),
    );
    expect(through).toEqual([]);
  });

  test('lets every line begin and end on the border of what it joins, and run straight', () => {
    const boxes = new Map(layout.shapes.map(({ node, box }) => [node.id, box]));
    for (const { flow, points } of layout.edges) {
      const [from, to, start, end] = [boxes.get(flow.from), boxes.get(flow.to), points[0], points.at(-1)];
      if (from === undefined || to === undefined || start === undefined || end === undefined) throw new Error(flow.id);
      expect([flow.id, touches(from, start), touches(to, end)]).toEqual([flow.id, true, true]);
      for (const piece of piecesOf(points)) expect([flow.id, Math.min(piece.width, piece.height)]).toEqual([flow.id, 0.5]);
    }
  });

  test('stays within its own size', () => {
    for (const { what, box } of named(layout)) {
      expect([what, box.x >= 0, box.y >= 0, box.x + box.width <= layout.width, box.y + box.height <= layout.height]).toEqual([what, true, true, true, true]);
    }
  });
});
