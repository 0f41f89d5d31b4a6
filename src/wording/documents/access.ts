/** Who may do what, as a page of the documentation. */
import { people, permissionCodes, permissions, type Permission } from '../../domain/identity/access.ts';
import { actions } from '../../domain/case/lifecycle.ts';
import { roleLabels } from '../labels/labels.ts';

const isAction = (code: Permission): boolean => (actions as readonly string[]).includes(code);

/** Markdown. */
export function accessPage(): string {
  return `# Who may do what

Made from \`src/domain/identity/access.ts\` and the transition table by \`npm run access\`; \`GET /api/v1/access\` gives the same as
data. Which rows somebody sees beyond that: who works for one municipality those of that one, a creditor its own signals.

## Functions

${tableOf(permissionCodes.filter((code) => !isAction(code)))}

## Actions on a case

When an action is possible stands in the transition table too: \`GET /api/v1/process\`.

${tableOf(permissionCodes.filter(isAction))}
`;
}

function tableOf(codes: readonly Permission[]): string {
  const rows = codes.map((code) => [permissions[code].label, `\`${code}\``, ...people.map((role) => (permissions[code].by.includes(role) ? '●' : ''))]);
  const head = ['functie', 'code', ...people.map((role) => roleLabels[role])];
  return [head, head.map((_, n) => (n < 2 ? '---' : ':-:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
