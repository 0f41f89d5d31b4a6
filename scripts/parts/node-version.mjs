/**
 * The message for somebody whose version of Node is not supported; undefined for a supported one. `version` has the form of
 * `process.versions.node`, `engines` that of package.json: `^20.19.0 || ^24.0.0`.
 */
export function nodeProblem(version, engines) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const supported = [...engines.matchAll(/\^(\d+)\.(\d+)/g)].map(([, ...from]) => from.map(Number));
  if (supported.some(([wanted, from = 0]) => major === wanted && minor >= from)) return undefined;
  const named = supported.map(([wanted, from]) => (from === 0 ? `${wanted}` : `${wanted} from ${wanted}.${from} on`)).join(', ');
  return `This runs on Node ${named}; this is Node ${version}. Install the one that .nvmrc names.`;
}
