import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, isExecutable, onPath } from './cache.ts';
import { SetupFailure } from './failure.ts';
import { run } from './run.ts';
import { downloadWithSdk } from './sdk-download.ts';

const version = '1.38.0';

/**
 * The path of Temporal's time-skipping test server: TEMPORAL_TEST_SERVER_PATH, else one in this user's cache, where it
 * is downloaded, or else put together by Maven, the first time.
 * @param say gets a line when something takes long
 * @throws SetupFailure that says what to install when none of these works
 */
export async function testServerProgram(say: (line: string) => void): Promise<string> {
  const named = process.env.TEMPORAL_TEST_SERVER_PATH;
  if (named !== undefined) {
    if (isExecutable(named)) return named;
    throw new SetupFailure(`TEMPORAL_TEST_SERVER_PATH is ${named}, but no program lies there.`);
  }
  const folder = join(cacheFolder('.'), `test-server-${version}`);
  const script = join(folder, 'temporal-test-server');
  if (isExecutable(script)) return script;
  const downloaded = await downloadWithSdk('test-server', cacheFolder('test-server-download'));
  if (downloaded !== undefined) return downloaded;
  await assemble(folder, say);
  return script;
}

async function assemble(folder: string, say: (line: string) => void): Promise<void> {
  const maven = onPath('mvn');
  if (maven === undefined || onPath('java') === undefined) {
    throw new SetupFailure(
      "Temporal's test server is needed and could not be downloaded. Install Java 11 or later and Maven, and try again.",
    );
  }
  say(`Fetching the Temporal test server ${version} with Maven, once for this user …`);
  const unfinished = mkdtempSync(join(cacheFolder('.'), 'test-server-'));
  try {
    writeFileSync(join(unfinished, 'pom.xml'), pom);
    const result = await run(
      maven,
      ['--batch-mode', '--quiet', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'],
      { cwd: unfinished },
    );
    if (result.code !== 0) throw new SetupFailure(`Maven could not fetch the Temporal test server:\n${result.output}`);
    writeFileSync(join(unfinished, 'temporal-test-server'), launcher);
    chmodSync(join(unfinished, 'temporal-test-server'), 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/**
 * The flags trade peak speed for a quick start: it lives for seconds. Not `--enable-time-skipping`: that lets time leap
 * from the start, past every time-out while a worker is still thinking; the SDK unlocks time itself, when it must pass.
 */
const launcher = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$1"
`;
