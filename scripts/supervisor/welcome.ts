import type { Config } from '../../src/config.ts';
import type { Settings } from './settings.ts';

/** The text at the end of a start: what can be done now. */
export function welcome({ ports, own, dataFolder }: Settings, config: Config, tookMs: number): string {
  const mail = own.smtpUrl === undefined ? `http://127.0.0.1:${ports.MAIL_WEB_PORT}` : undefined;
  const temporal = own.temporalAddress === undefined ? `http://127.0.0.1:${ports.TEMPORAL_UI_PORT}` : undefined;
  const addresses = [
    ['Sign in', `${config.publicUrl}/aanmelden`],
    ['API', `${config.publicUrl}/api`],
    ['API documents', `${config.publicUrl}/api/docs`],
    ...(mail === undefined ? [] : [['Mail catcher', mail]]),
    ...(temporal === undefined ? [] : [['Temporal UI', temporal]]),
  ];
  const tries = [
    `Sign in as whoever you like, and call anything as that person: ${config.publicUrl}/aanmelden, then ${config.publicUrl}/api/docs`,
    ...(own.issuer === undefined ? [`List cases that wait for triage: curl -H "Authorization: Bearer $(npm run --silent token -- meldpunt)" '${config.publicUrl}/api/v1/cases?phase=triage&limit=3'`] : []),
    ...(mail === undefined ? [] : [`Read what the system mailed to the creditors: ${mail}`]),
    ...(temporal === undefined ? [] : [`Open a case in Temporal and read its history: ${temporal}`]),
  ].slice(0, 3);
  return `
The system is up (${(tookMs / 1000).toFixed(1)} s).

${addresses.map(([name = '', address = '']) => `  ${name.padEnd(14)} ${address}`).join('\n')}

Things to try:
${tries.map((line, index) => `  ${index + 1}. ${line}`).join('\n')}

Data and logs are in ${dataFolder}. Ctrl-C stops everything and keeps the data; npm start -- --fresh begins anew.`;
}
