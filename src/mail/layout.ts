/**
 * The one layout of every mail. Text and HTML are drawn from the same blocks, so neither can say what the other does
 * not. The HTML sets no colours: it takes those of the reader's light or dark mode. No images, nothing to fetch.
 */
import { escaped } from '../render/escape.ts';
import { pageOf } from '../render/page.ts';
import { heading, paragraph, type Block, type Content } from './blocks.ts';

const footer = 'Deze mail is automatisch gemaakt. Uit privacy staan er geen namen of adressen van inwoners in.';

export function toText(content: Content): string {
  return `${whole(content).map(textOf).join('\n\n')}\n`;
}

export function toHtml(content: Content): string {
  return pageOf({
    title: content.subject,
    head: '<meta name="color-scheme" content="light dark">',
    body: `<body style="margin:0;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5">
<main style="max-width:600px;margin:0 auto">
<h1 style="font-size:22px;line-height:1.3">${escaped(content.subject)}</h1>
${body(content).map(htmlOf).join('\n')}
</main>
</body>`,
  });
}

const body = ({ blocks }: Content): Block[] => [paragraph('Goedendag,'), ...blocks, paragraph('Met vriendelijke groet,'), paragraph('Vroegsignalering'), paragraph(footer)];

const whole = (content: Content): Block[] => [heading(content.subject), ...body(content)];

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.text;
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'facts':
      return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
    case 'link':
      return `${block.text}:\n${block.url}`;
  }
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'heading':
      return `<h2 style="font-size:18px;line-height:1.3">${escaped(block.text)}</h2>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${block.facts.map(([name, value]) => `<dt><strong>${escaped(name)}:</strong></dt><dd style="margin:0 0 8px">${escaped(value)}</dd>`).join('')}</dl>`;
    case 'link':
      return `<p>${escaped(block.text)}:<br><a href="${escaped(block.url)}" style="overflow-wrap:anywhere">${escaped(block.url)}</a></p>`;
  }
}
