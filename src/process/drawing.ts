/** From a policy to what is shown of the process under it. */
import type { Policy } from '../domain/planning/policy.ts';
import { bpmnXml } from './bpmn.ts';
import { diagramOf } from './diagram.ts';
import { describeProcess, type ProcessDocument } from './document.ts';
import { layOut } from './layout.ts';
import { svgOf } from './svg.ts';

const NAME = 'Vroegsignaleringszaak';

/** BPMN 2.0 XML with coordinates. */
export function processBpmn(policy: Policy): string {
  const process = describeProcess(policy);
  return bpmnXml(layOut(diagramOf(process)), { name: NAME, documentation: `De weg van een vroegsignaleringszaak, gemaakt uit de tabel waarop het systeem werkt, met de termijnen van beleid ${policy.version}.`, roles: rolesOf(process) });
}

export function processSvg(process: ProcessDocument): string {
  return svgOf(layOut(diagramOf(process)), 'De weg van een vroegsignaleringszaak als BPMN-diagram. De tabellen op deze pagina zeggen hetzelfde.');
}

const rolesOf = ({ actions }: ProcessDocument) => new Map(actions.flatMap(({ roles }) => roles.map(({ code, label }) => [code, label] as const)));
