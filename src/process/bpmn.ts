/**
 * The diagram as BPMN 2.0 XML with coordinates (OMG formal/2011-01-03). A description, not a program: nothing executes
 * it. Which actions take a flow stands in an extension element, and in words in its documentation.
 */
import type { Flow, Node } from './diagram.ts';
import type { Box, Edge, Label, Layout, Shape } from './layout.ts';
import { escaped } from '../render/escape.ts';
import { element, lines, type Xml } from '../render/markup.ts';

const namespaces = {
  'xmlns:bpmn': 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  'xmlns:bpmndi': 'http://www.omg.org/spec/BPMN/20100524/DI',
  'xmlns:dc': 'http://www.omg.org/spec/DD/20100524/DC',
  'xmlns:di': 'http://www.omg.org/spec/DD/20100524/DI',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xmlns:zaak': 'urn:vroegsignalering:process',
};

const PROCESS = 'vroegsignaleringszaak';

/** @param roles names of the roles by code, for those who may do something */
export function bpmnXml(layout: Layout, { name, documentation, roles }: { name: string; documentation: string; roles: ReadonlyMap<string, string> }): Xml {
  const nodes = layout.shapes.map(({ node }) => node);
  const flows = layout.edges.map(({ flow }) => flow);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'bpmn:definitions',
    { ...namespaces, id: 'definitions', targetNamespace: 'urn:vroegsignalering:process', exporter: 'vroegsignalering' },
    lines(
      ...[...roles].map(([code, role]) => element('bpmn:resource', { id: `role.${code}`, name: role })),
      element(
        'bpmn:process',
        { id: PROCESS, name, isExecutable: false },
        lines(
          described(documentation),
          ...nodes.map((node) => flowNode(node, flows)),
          ...flows.map(sequenceFlow),
          element('bpmn:textAnnotation', { id: layout.note.id }, element('bpmn:text', {}, escaped(layout.note.lines.join('\n')))),
        ),
      ),
      diagramXml(layout),
    ),
  )}\n`;
}

const described = (text: string | undefined): Xml => (text === undefined || text === '' ? '' : element('bpmn:documentation', {}, escaped(text)));

function flowNode(node: Node, flows: readonly Flow[]): Xml {
  const common = [
    described(node.documentation),
    ...flows.filter(({ to }) => to === node.id).map(({ id }) => element('bpmn:incoming', {}, id)),
    ...flows.filter(({ from }) => from === node.id).map(({ id }) => element('bpmn:outgoing', {}, id)),
  ];
  const attributes = { id: node.id, name: node.name === '' ? null : node.name };
  const message = (id: string) => element('bpmn:messageEventDefinition', { id: `${id}.message` });
  switch (node.type) {
    case 'task':
      return element('bpmn:userTask', attributes, lines(...common, ...node.roles.map((role) => element('bpmn:potentialOwner', { id: `${node.id}.${role}` }, element('bpmn:resourceRef', {}, `role.${role}`)))));
    case 'gateway':
      return element('bpmn:exclusiveGateway', { ...attributes, gatewayDirection: 'Diverging' }, lines(...common));
    case 'start':
      return element('bpmn:startEvent', attributes, lines(...common, node.message ? message(node.id) : ''));
    case 'end':
      return element('bpmn:endEvent', attributes, lines(...common, node.message ? message(node.id) : ''));
    case 'timer':
      return element('bpmn:boundaryEvent', { ...attributes, cancelActivity: node.interrupting, attachedToRef: node.attachedTo }, lines(...common, timerDefinition(node.id, node.isoDuration)));
  }
}

/** Working days have no ISO 8601 duration: then the term stands in the name and the documentation only. */
function timerDefinition(id: string, duration: string | null): Xml {
  const timeDuration = duration === null ? '' : element('bpmn:timeDuration', { 'xsi:type': 'bpmn:tFormalExpression' }, duration);
  return element('bpmn:timerEventDefinition', { id: `${id}.timer` }, timeDuration);
}

function sequenceFlow({ id, name, documentation, from, to, by }: Flow): Xml {
  const taken = by.length === 0 ? '' : element('bpmn:extensionElements', {}, ...by.map((code) => element('zaak:way', { by: code })));
  return element('bpmn:sequenceFlow', { id, name: name === '' ? null : name, sourceRef: from, targetRef: to }, described(documentation), taken);
}

function diagramXml({ shapes, edges, note }: Layout): Xml {
  const plane = element(
    'bpmndi:BPMNPlane',
    { id: 'plane', bpmnElement: PROCESS },
    lines(...shapes.map(shapeXml), element('bpmndi:BPMNShape', { id: `${note.id}.shape`, bpmnElement: note.id }, bounds(note)), ...edges.map(edgeXml)),
  );
  return element('bpmndi:BPMNDiagram', { id: 'diagram' }, lines(plane));
}

const shapeXml = ({ node, box, label }: Shape): Xml =>
  element('bpmndi:BPMNShape', { id: `${node.id}.shape`, bpmnElement: node.id, isMarkerVisible: node.type === 'gateway' ? true : null }, bounds(box), labelXml(label));

const edgeXml = ({ flow, points, label }: Edge): Xml =>
  element('bpmndi:BPMNEdge', { id: `${flow.id}.edge`, bpmnElement: flow.id }, ...points.map(({ x, y }) => element('di:waypoint', { x, y })), labelXml(label));

const labelXml = (label: Label | null): Xml => (label === null ? '' : element('bpmndi:BPMNLabel', {}, bounds(label)));
const bounds = ({ x, y, width, height }: Box): Xml => element('dc:Bounds', { x, y, width, height });
