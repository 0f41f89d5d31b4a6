import { describe, expect, test } from '@jest/globals';
import { actions, phases } from '../../src/domain/case/lifecycle.ts';
import { deadlineKinds, twentePolicy } from '../../src/domain/planning/policy.ts';
import { describeProcess, processSchema } from '../../src/process/document.ts';
import { diagramOf } from '../../src/process/diagram.ts';
import { deadlineLabels } from '../../src/wording/labels/labels.ts';
import { readPage } from '../../testkit/page.ts';
import { processContent } from '../../web/everyone/process.tsx';
import { renderPage } from '../../web/shell/page.tsx';

const process = describeProcess(twentePolicy);
const page = readPage(renderPage(processContent(process), { style: '/assets/a.css', script: '/assets/a.js', account: null, path: '/proces', query: {} }));

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
      complaint: 'Bericht aan projectleider',
    });
  });
});

describe('the page', () => {
  test('tells in tables every action with its roles, every deadline with its term, every ending', () => {
    const listed = ['In elke fase van een lopende zaak', ...process.phases.map(({ label }) => `Acties in de fase ${label}`)].flatMap((caption) => page.table(caption));
    for (const { label, roles } of process.actions) expect(listed).toContainEqual(expect.objectContaining({ Actie: label, Wie: roles.map((role) => role.label).join(', ') }));
    expect(page.table('Termijnen').map(({ Termijn, Duur }) => [Termijn, Duur])).toEqual(process.deadlines.map(({ kind, termInWords }) => [deadlineLabels[kind], termInWords]));
    expect(page.table('Hoe een zaak eindigt').map(({ Einde }) => Einde)).toEqual(process.endings.map(({ label }) => label));
  });

  test('names an action in the table of each phase that it is possible in', () => {
    for (const { code, label } of process.phases) {
      const listed = page.table(`Acties in de fase ${label}`).map(({ Actie }) => Actie);
      expect([code, listed]).toEqual([code, process.actions.filter(({ steering, from }) => !steering && from.includes(code)).map((action) => action.label)]);
    }
  });

  test('draws every phase, deadline and ending of the diagram', () => {
    const { blocks } = diagramOf(process);
    expect(page.texts('g.task')).toHaveLength(blocks.length);
    expect(page.texts('g.timer')).toHaveLength(blocks.flatMap(({ timers }) => timers).length);
  });

  test('holds no script and no style of its own, and nothing from elsewhere', () => {
    expect(page.forbidden()).toEqual([]);
  });
});
