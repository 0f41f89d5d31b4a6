/** What was measured, as Markdown. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { ratios, type Chapter, type Figure } from './figure.ts';
import { settings } from './servers.ts';
import { spreadOf, type Spread } from './spread.ts';

/** When and on what it was measured, taken before anything starts. */
export function conditions(): string {
  const [minute = 0, five = 0] = loadavg();
  const model = cpus()[0]?.model ?? 'unknown';
  return `Measured ${new Date().toISOString().slice(0, 16)}Z with Node ${process.versions.node} on ${availableParallelism()} cores (${model}); load average at the start ${minute.toFixed(2)} (1 min), ${five.toFixed(2)} (5 min).`;
}

export function page(measuredUnder: string, chapters: readonly Chapter[]): string {
  return `# What it costs

Written by \`npm run bench\`, as measured. Each figure is a ratio against its floor or a peer, taken in turn in one run
(A B A B …), as min / **median** / max over the pairs: another machine has other absolute numbers, the ratios hold.

${measuredUnder}
${settings}

${chapters.map(section).join('\n')}`;
}

export function section({ title, how, figures, notes = [], follows }: Chapter): string {
  return `## ${title}

${how}

| figure | ours | floor | ours ÷ floor | against | pairs |
|---|---|---|---|---|---|
${figures.map(rowOf).join('\n')}

${notes.map((note) => `${note}\n\n`).join('')}${follows}
`;
}

function rowOf(figure: Figure): string {
  const { what, unit, against, pairs } = figure;
  const values = (which: 'ours' | 'floor') => `${text(spreadOf(pairs.map((pair) => pair[which])))} ${unit}`;
  return `| ${what} | ${values('ours')} | ${values('floor')} | ${text(ratios(figure))} | ${against} | ${pairs.length} |`;
}

function text({ min, median, max }: Spread): string {
  return min === max ? `**${number(median)}**` : `${number(min)} / **${number(median)}** / ${number(max)}`;
}

/** Three figures that mean something. */
function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(value >= 10 ? 3 : 2);
}
