/** A page to print and send: no script, and nothing fetched but our own style sheet. */
import { readFileSync } from 'node:fs';
import { Router } from 'express';
import { textOf } from '../../src/process/xml.ts';
import type { Paper, PaperBlock } from '../../src/wording/paper.ts';
import { table } from './table.ts';

const styles = readFileSync(new URL('./paper.css', import.meta.url), 'utf8');
/** Nothing else is loaded, sent or framed. */
export const paperHeaders = { 'Content-Security-Policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" };

export function paperStyles(): Router {
  const router = Router();
  router.get('/papier.css', (_request, response) => {
    response.locals['route'] = '/papier.css';
    response.set('Cache-Control', 'no-cache').type('css').send(styles);
  });
  return router;
}

export const paperPage = ({ title, head, blocks }: Paper): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${textOf(title)}</title>
<link rel="stylesheet" href="/papier.css">
</head>
<body>
<main>
${head.map((lines) => `<p class="head">${lines.map(textOf).join('<br>')}</p>`).join('\n')}
<h1>${textOf(title)}</h1>
${blocks.map(htmlOf).join('\n')}
</main>
</body>
</html>
`;

function htmlOf(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${textOf(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${textOf(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${textOf(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${block.facts.map(([name, value]) => `<dt>${textOf(name)}</dt><dd>${textOf(value)}</dd>`).join('')}</dl>`;
    case 'table':
      return table(block.caption, block.heads, block.rows);
  }
}
