/** A page to print and send: without script, and with only our own style sheet. */
import { readFileSync } from 'node:fs';
import { escaped } from '../../src/render/escape.ts';
import { pageOf, styleSheet } from '../../src/render/page.ts';
import type { Paper, PaperBlock } from '../../src/wording/documents/paper.ts';
import { table } from './table.ts';

export const paperStyles = readFileSync(new URL('./paper.css', import.meta.url), 'utf8');
/** Nothing else is loaded, sent or framed. */
export const paperHeaders = { 'Content-Security-Policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" };

export const paperPage = (paper: Paper): string => drawn(paper, styleSheet('/papier.css'));

/** The same as one file to keep or send on: its layout stands in it, and it loads nothing. Any browser shows and prints it, a screen reader reads it, and every letter of a name has a shape. */
export const paperFile = (paper: Paper): string => drawn(paper, `<style>${paperStyles}</style>`);

const drawn = ({ title, head, blocks }: Paper, styles: string): string =>
  pageOf({
    title,
    head: styles,
    body: `<body>
<main>
${head.map((lines) => `<p class="head">${lines.map(escaped).join('<br>')}</p>`).join('\n')}
<h1>${escaped(title)}</h1>
${blocks.map(htmlOf).join('\n')}
</main>
</body>`,
  });

function htmlOf(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${block.facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
    case 'table':
      return table(block.caption, block.heads, block.rows);
  }
}
