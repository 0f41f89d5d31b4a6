/** What a reader of BPMN that is not ours finds in the document. */
import { BpmnModdle, type Element } from 'bpmn-moddle';

export interface Read {
  warnings: string[];
  elements: Element[];
  flows: { id: string; from: string; to: string; by: string[] }[];
  timers: { kind: string; phase: string; duration: string | null; interrupting: boolean }[];
  /** Ids of what is drawn. */
  planeElements: string[];
}

export async function read(xml: string): Promise<Read> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  const elements = rootElement.rootElements.find(({ $type }) => $type === 'bpmn:Process')?.flowElements ?? [];
  return {
    warnings: warnings.map(({ message }) => message),
    elements,
    flows: elements.filter(isFlow).map(({ id, sourceRef, targetRef, extensionElements }) => ({
      id,
      from: phaseOf(sourceRef),
      to: targetRef.$type === 'bpmn:EndEvent' ? 'closed' : phaseOf(targetRef),
      by: extensionElements?.values.map(({ by }) => by) ?? [],
    })),
    timers: elements
      .filter(({ $type }) => $type === 'bpmn:BoundaryEvent')
      .map(({ id, attachedToRef, eventDefinitions, cancelActivity }) => ({
        kind: id.replace('deadline.', ''),
        phase: phaseOf(attachedToRef),
        duration: eventDefinitions?.[0]?.timeDuration?.body ?? null,
        interrupting: cancelActivity,
      })),
    planeElements: rootElement.diagrams[0]?.plane.planeElement.map(({ bpmnElement }) => bpmnElement.id) ?? [],
  };
}

const isFlow = ({ $type }: Element): boolean => $type === 'bpmn:SequenceFlow';

/** The phase that an element is of: a timer is of the one on whose border it stands. */
function phaseOf(element: Element): string {
  return element.$type === 'bpmn:BoundaryEvent' ? phaseOf(element.attachedToRef) : element.id.replace(/^(phase|done-in)\./, '');
}

export const flowNodesOf = ({ elements }: Read) =>
  elements.filter((element) => !isFlow(element)).map(({ id, $type, incoming, outgoing }) => ({ id, type: $type, incoming: incoming?.length ?? 0, outgoing: outgoing?.length ?? 0 }));
