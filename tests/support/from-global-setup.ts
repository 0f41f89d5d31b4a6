/** What tests/support/servers.ts told about a server it started. */
export function fromGlobalSetup(variable: 'TEST_DATABASE_URL' | 'TEST_TEMPORAL_ADDRESS' | 'TEMPORAL_TEST_SERVER_PATH'): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: run this through jest, whose global setup starts the servers.`);
  return value;
}
