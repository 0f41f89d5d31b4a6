/** As far as the tests read: the package brings types for what it reads, not for the reader. */
declare module 'bpmn-moddle' {
  export interface Element {
    $type: string;
    id: string;
    sourceRef: Element;
    targetRef: Element;
    attachedToRef: Element;
    bpmnElement: Element;
    cancelActivity: boolean;
    flowElements: Element[];
    rootElements: Element[];
    diagrams: { plane: { planeElement: Element[] } }[];
    incoming?: Element[];
    outgoing?: Element[];
    eventDefinitions?: { timeDuration?: { body: string } }[];
    extensionElements?: { values: { $type: string; by: string }[] };
  }
  export class BpmnModdle {
    fromXML(xml: string): Promise<{ rootElement: Element; warnings: Error[] }>;
  }
}
