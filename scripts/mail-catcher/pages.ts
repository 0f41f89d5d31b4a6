import type { AddressObject, ParsedMail } from 'mailparser';
import type { Mail } from './store.ts';
import { escaped } from '../../src/render/escape.ts';
import { pageOf } from '../../src/render/page.ts';

/** The page that lists every mail caught, newest first. */
export function listPage(mails: readonly Mail[]): string {
  const rows = mails.map(
    ({ id, parsed }) => `<tr>
      <td><a href="/mail/${id}">${escaped(subjectOf(parsed))}</a></td>
      <td>${escaped(addresses(parsed.to))}</td>
      <td>${moment(parsed.date)}</td>
    </tr>`,
  );
  const table = `<table>
    <thead><tr><th scope="col">Onderwerp</th><th scope="col">Aan</th><th scope="col">Verzonden</th></tr></thead>
    <tbody>${rows.join('\n')}</tbody>
  </table>`;
  return page('Postvak', `<h1>Postvak</h1>
    <p>Alle e-mail die het systeem verstuurt komt hier aan. Er gaat niets naar buiten.</p>
    ${mails.length === 0 ? '<p>Er is nog geen e-mail.</p>' : table}`);
}

/** One mail: its addresses, its HTML and its text, its attachments and its headers. */
export function mailPage({ id, parsed }: Mail): string {
  const html = parsed.html === false ? '' : `<h2>Opgemaakt</h2>
    <iframe sandbox="" src="/mail/${id}/html" title="De opgemaakte e-mail"></iframe>`;
  const text = parsed.text === undefined ? '' : `<h2>Tekst</h2><pre>${escaped(parsed.text)}</pre>`;
  const attachments = parsed.attachments.map(
    ({ filename, size }, index) => `<li><a href="/mail/${id}/bijlage/${index}">${escaped(filename ?? `bijlage ${index + 1}`)}</a> (${size} bytes)</li>`,
  );
  const headers = parsed.headerLines.map(({ line }) => escaped(line)).join('\n');
  return page(subjectOf(parsed), `<p><a href="/">Terug naar het postvak</a></p>
    <h1>${escaped(subjectOf(parsed))}</h1>
    <dl>
      <dt>Van</dt><dd>${escaped(addresses(parsed.from))}</dd>
      <dt>Aan</dt><dd>${escaped(addresses(parsed.to))}</dd>
      <dt>Verzonden</dt><dd>${moment(parsed.date)}</dd>
    </dl>
    ${html}${text}
    ${attachments.length === 0 ? '' : `<h2>Bijlagen</h2><ul>${attachments.join('\n')}</ul>`}
    <h2>Kopregels</h2><pre>${headers}</pre>
    <p><a href="/mail/${id}.eml">Bewaren als .eml-bestand</a></p>`);
}

export function notFoundPage(): string {
  return page('Niet gevonden', '<h1>Niet gevonden</h1><p>Deze e-mail is er niet. <a href="/">Naar het postvak</a></p>');
}

function subjectOf(parsed: ParsedMail): string {
  return parsed.subject ?? '(zonder onderwerp)';
}

function addresses(field: AddressObject | AddressObject[] | undefined): string {
  return [field ?? []].flat().map(({ text }) => text).join(', ');
}

function moment(date: Date | undefined): string {
  if (date === undefined) return 'onbekend';
  const words = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Amsterdam' });
  return `<time datetime="${date.toISOString()}">${words.format(date)}</time>`;
}

function page(title: string, body: string): string {
  return pageOf({ title: `${title} – e-mail van de demo`, head: styles, body: `<body><main>${body}</main></body>` });
}

const styles = `<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #ccc; vertical-align: top; }
  a { color: #00509e; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
  dt { font-weight: 600; } dd { margin: 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: 1rem; }
  iframe { width: 100%; height: 32rem; border: 1px solid #ccc; }
</style>`;
