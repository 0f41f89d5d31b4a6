/** Reads the address of a server that testkit/servers.ts started. */
export function fromGlobalSetup(variable: 'TEST_DATABASE_URL' | 'TEST_TEMPORAL_ADDRESS' | 'TEST_WORKFLOW_BUNDLE' | 'TEMPORAL_TEST_SERVER_PATH'): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: run this through jest, whose global setup starts the servers.`);
  return value;
}
