/**
 * The process as a graph of BPMN elements: each phase a task with a gateway behind it for what was done, a timer on its
 * border for each deadline, a start for the signal and for a reopening, an end for each way a case ends.
 */
import type { Phase } from '../domain/case/lifecycle.ts';
import type { ProcessDeadline, ProcessDocument } from './document.ts';

interface Base {
  id: string;
  name: string;
  documentation?: string;
}
export interface Task extends Base {
  type: 'task';
  phase: Phase;
  /** Codes of the roles that may do something in it. */
  roles: string[];
}
export interface Gateway extends Base {
  type: 'gateway';
}
export interface Start extends Base {
  type: 'start';
  message: boolean;
}
export interface End extends Base {
  type: 'end';
  /** Somebody is told; the case itself goes on. */
  message: boolean;
}
export interface Timer extends Base {
  type: 'timer';
  attachedTo: string;
  isoDuration: string | null;
  interrupting: boolean;
}
export type Node = Task | Gateway | Start | End | Timer;

export interface Flow extends Base {
  from: string;
  to: string;
  /** Codes of the actions and happenings that take it. */
  by: string[];
}

/** A phase with all that belongs to it, in the order of reading. */
export interface Block {
  task: Task;
  gateway: Gateway;
  timers: { timer: Timer; end: End | null }[];
  ends: End[];
}

export interface Diagram {
  start: Start;
  reopening: { start: Start; gateway: Gateway };
  blocks: Block[];
  flows: Flow[];
  note: { id: string; text: string };
}

const NO_BREAK_SPACE = '\u00a0';

const taskId = (phase: Phase): string => `phase.${phase}`;
const gatewayId = (phase: Phase): string => `done-in.${phase}`;

export function diagramOf(process: ProcessDocument): Diagram {
  const blocks = process.phases.filter(({ code }) => code !== 'closed').map(({ code }) => blockOf(process, code));
  const start: Start = { type: 'start', id: 'start', name: 'Signaal ontvangen', message: true };
  const reopening = {
    start: { type: 'start', id: 'reopened', name: 'Gesloten zaak heropend', message: false } satisfies Start,
    gateway: { type: 'gateway', id: gatewayId('closed'), name: '' } satisfies Gateway,
  };
  const first = blocks[0]?.task.id ?? '';
  const flows = [
    { id: 'flow.start', name: '', from: start.id, to: first, by: [] },
    { id: 'flow.reopened', name: '', from: reopening.start.id, to: reopening.gateway.id, by: [] },
    ...phaseFlows(process, 'closed'),
    ...blocks.flatMap((block) => blockFlows(process, block)),
  ];
  return { start, reopening, blocks, flows, note: { id: 'note', text: `In elke fase van een lopende zaak kan ook: ${steering(process).toLowerCase()}.` } };
}

const steering = ({ actions }: ProcessDocument): string => actions.filter((action) => action.steering).map(({ label }) => label).join(', ');

function blockOf(process: ProcessDocument, code: Phase): Block {
  const possible = process.actions.filter(({ from }) => from.includes(code));
  const roles = new Set(possible.flatMap((action) => action.roles.map((role) => role.code)));
  const told = possible.map((action) => `${action.label} (${action.roles.map(({ label }) => label).join(', ')})${action.reasonNeeded ? ', met reden' : ''}`);
  return {
    task: { type: 'task', id: taskId(code), phase: code, name: labelOf(process, code), documentation: `Wat hier kan, en wie het mag:\n${told.join('\n')}`, roles: [...roles] },
    gateway: { type: 'gateway', id: gatewayId(code), name: '' },
    timers: process.deadlines.filter(({ phase }) => phase === code).map(timerOf),
    ends: process.endings.filter(({ by }) => whoTakes(process, code, 'closed').some((one) => by.includes(one))).map(({ code: ending, label }) => ({ type: 'end', id: `end.${code}.${ending}`, name: label, message: false })),
  };
}

function timerOf(deadline: ProcessDeadline): Block['timers'][number] {
  const { kind, label, termInWords, startsAt, owner, warningInWords, onBreach, isoDuration, breachLeadsTo, phase } = deadline;
  const timer: Timer = {
    type: 'timer',
    id: `deadline.${kind}`,
    name: `${label}: ${termInWords.replace(' ', NO_BREAK_SPACE)}`,
    documentation: `Begint: ${startsAt}.\nTermijn: ${termInWords}.\nWaarschuwing: ${warningInWords}.\nVan: ${owner.label}.\nNa de laatste dag: ${onBreach ?? '–'}.`,
    attachedTo: phase === null ? '' : taskId(phase),
    isoDuration,
    interrupting: breachLeadsTo !== null,
  };
  return { timer, end: breachLeadsTo === null ? { type: 'end', id: `told.${kind}`, name: onBreach ?? '', message: true } : null };
}

function blockFlows(process: ProcessDocument, { task, gateway, timers, ends }: Block): Flow[] {
  return [
    { id: `flow.${task.phase}`, name: '', from: task.id, to: gateway.id, by: [] },
    ...phaseFlows(process, task.phase),
    ...ends.map((end) => endFlow(process, task.phase, end)),
    ...timers.map(({ timer, end }) => timerFlow(process, task.phase, timer, end)),
  ];
}

/** One flow to each phase that the gateway leads to, a stay included; steering is told by the note and not named again. */
function phaseFlows(process: ProcessDocument, from: Phase): Flow[] {
  return process.phases
    .filter(({ code }) => code !== 'closed')
    .flatMap(({ code: to }) => {
      const by = whoTakes(process, from, to).filter((code) => !isOfTimer(process, from, to, code));
      return by.length === 0 ? [] : [flow(process, `flow.${from}.${to}`, gatewayId(from), taskId(to), by)];
    });
}

function endFlow(process: ProcessDocument, from: Phase, end: End): Flow {
  const ending = process.endings.find(({ code }) => end.id === `end.${from}.${code}`);
  return flow(process, `flow.${end.id}`, gatewayId(from), end.id, whoTakes(process, from, 'closed').filter((code) => ending?.by.includes(code)));
}

function timerFlow(process: ProcessDocument, from: Phase, timer: Timer, end: End | null): Flow {
  const to = process.deadlines.find(({ kind }) => timer.id === `deadline.${kind}`)?.breachLeadsTo;
  if (end !== null || to === null || to === undefined) return { id: `flow.${timer.id}`, name: '', from: timer.id, to: end?.id ?? '', by: [] };
  return { id: `flow.${timer.id}`, name: '', from: timer.id, to: taskId(to), by: whoTakes(process, from, to).filter((code) => isOfTimer(process, from, to, code)) };
}

/** What happens by itself between two phases that a deadline's end joins. */
function isOfTimer(process: ProcessDocument, from: Phase, to: Phase, code: string): boolean {
  return process.happenings.some((happening) => happening.code === code) && process.deadlines.some((deadline) => deadline.phase === from && deadline.breachLeadsTo === to);
}

function whoTakes({ actions, happenings }: ProcessDocument, from: Phase, to: Phase): string[] {
  return [...happenings, ...actions].filter(({ ways }) => ways.some((way) => way.from === from && way.to === to)).map(({ code }) => code);
}

function flow(process: ProcessDocument, id: string, from: string, to: string, by: string[]): Flow {
  const taken = [...process.happenings, ...process.actions].filter(({ code }) => by.includes(code));
  const named = taken.filter((one) => !('steering' in one && one.steering));
  return { id, from, to, by, name: named.map(({ label }) => label).join('\n'), documentation: taken.map(({ label }) => label).join('\n') };
}

const labelOf = ({ phases }: ProcessDocument, phase: Phase): string => phases.find(({ code }) => code === phase)?.label ?? phase;
