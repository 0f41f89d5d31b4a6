import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { nodeProblem } from '../../scripts/parts/node-version.mjs';

interface Manifest {
  engines: { node: string };
}

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;

describe('the Node that runs this', () => {
  test.each(['20.19.0', '20.20.2', '22.13.0', '22.23.3', '24.0.0', '24.21.0', process.versions.node])('%s is supported', (version) => {
    expect(nodeProblem(version, engines.node)).toBeUndefined();
  });

  test.each(['18.20.8', '20.18.3', '21.7.3', '22.12.0', '23.11.1', '25.0.0', '26.1.0'])('%s is refused, with those that are', (version) => {
    expect(nodeProblem(version, engines.node)).toBe(`This runs on Node 20 from 20.19 on, 22 from 22.13 on, 24; this is Node ${version}. Install the one that .nvmrc names.`);
  });
});
