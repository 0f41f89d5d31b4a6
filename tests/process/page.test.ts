import { describe, expect, test } from '@jest/globals';
import { actions, phases, rules } from '../../src/domain/case/lifecycle.ts';
import { deadlineKinds, twentePolicy } from '../../src/domain/planning/policy.ts';
import { describeProcess, processSchema } from '../../src/process/document.ts';
import { diagramOf } from '../../src/process/diagram.ts';
import { deadlineLabels } from '../../src/wording/labels/labels.ts';
import { processPageOf } from '../../web/pages/process.ts';

const process = describeProcess(twentePolicy);
const page = processPageOf(process);
const text = page.replaceAll('&lt;', '<').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('the process document', () => {
  test('is what the API declares, with every phase, action and deadline in the order of the tables', () => {
    expect(processSchema.parse(process)).toEqual(process);
    expect(process.phases.map(({ code }) => code)).toEqual([...phases]);
    expect(process.actions.map(({ code }) => code)).toEqual(actions);
    expect(process.deadlines.map(({ kind }) => kind)).toEqual([...deadlineKinds]);
  });

  test('says of an action who may do it and what it must be given, as JSON Schema', () => {
    const close = process.actions.find(({ code }) => code === 'close');
    expect(close).toMatchObject({ roles: [{ code: 'desk', label: 'Meldpunt' }, { code: 'project-leader', label: 'Projectleider' }], reasonNeeded: true, whilePaused: true });
    expect(close?.data).toMatchObject({ type: 'object', required: ['because'], properties: { because: { enum: ['paid', 'moved', 'moved-within', 'deceased', 'objection', 'other'] } } });
  });

  test('says of a deadline what the engine does at its end', () => {
    const onBreach = Object.fromEntries(process.deadlines.map(({ kind, onBreach }) => [kind, onBreach]));
    expect(onBreach).toMatchObject({
      'match-result': 'Bericht aan meldpunt en projectleider',
      'first-visit': 'Bericht aan team en projectleider',
      're-check': 'Vraag aan schuldeiser; de zaak gaat naar Heropaf',
      're-check-answer': 'Herinnering aan schuldeiser',
      're-check-reminder': 'Verzoek om een besluit aan projectleider',
      'avg-request': 'Bericht aan privacyfunctionaris en projectleider',
    });
  });
});

describe('the page', () => {
  test('tells in tables every action with its roles, every deadline with its term, every ending', () => {
    for (const { label, roles } of process.actions) expect(text).toContain(`${label}</th><td role="cell"><span class="head" aria-hidden="true">Wie: </span>${roles.map((role) => role.label).join(', ')}</td>`);
    for (const { kind, termInWords } of process.deadlines) expect([kind, new RegExp(`${deadlineLabels[kind].replace(/[()]/g, '\\$&')}</th>.*Duur: </span>${termInWords}</td>`).test(text)]).toEqual([kind, true]);
    for (const { label } of process.endings) expect(text).toContain(`<th role="rowheader" scope="row">${label}</th>`);
  });

  test('names an action in the table of each phase that it is possible in', () => {
    for (const { code, label } of process.phases) {
      const section = text.split(`<caption>Acties in de fase ${label}</caption>`)[1]?.split('</table>')[0] ?? '';
      const listed = actions.filter((action) => section.includes(`>${rules[action].label}</th>`));
      expect([code, listed]).toEqual([code, process.actions.filter(({ steering, from }) => !steering && from.includes(code)).map((action) => action.code)]);
    }
  });

  test('draws every phase, deadline and ending of the diagram', () => {
    const { blocks } = diagramOf(process);
    expect(page.split('<g class="task">')).toHaveLength(blocks.length + 1);
    expect(page.split('<g class="timer">')).toHaveLength(blocks.flatMap(({ timers }) => timers).length + 1);
  });

  test('holds no script and no style of its own, and nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script|<style| style=| on\w+=|(?:src|href)="(?:https?:)?\/\//);
  });
});
