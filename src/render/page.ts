/** The shell of every page for people: it works without script, and loads nothing but the style sheet that it names. */
import { escaped } from './escape.ts';

interface Shell {
  /** As text: of the window, and of nothing in the page. */
  title: string;
  /** What stands in the head beside the title: a style sheet. */
  head: string;
  /** Made by `escaped` and by what uses it. */
  body: string;
}

export const pageOf = ({ title, head, body }: Shell): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
${head}
</head>
${body}
</html>
`;

export const styleSheet = (href: string): string => `<link rel="stylesheet" href="${escaped(href)}">`;
