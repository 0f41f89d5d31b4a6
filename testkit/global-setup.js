/** jest loads this file without its own transform, so tsx reads the TypeScript. */
import { tsImport } from 'tsx/esm/api';

export default async function setUp() {
  const { startServers } = await tsImport('./servers.ts', import.meta.url);
  globalThis.stopServers = await startServers();
}
