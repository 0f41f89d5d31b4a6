import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { startChild } from './child.ts';
import { SetupFailure } from './failure.ts';
import { stopLeftover } from './leftover.ts';
import { logTail } from './log-tail.ts';
import { poll } from './poll.ts';

/** The attributes by which operators can search cases in Temporal; lists for users come from Postgres. */
const searchAttributes = ['Gemeentecode', 'Ronde'] as const;

/** How long closed histories are kept: the project leader inspects them long after. */
export const retention = '3650 days';

export interface TemporalServer {
  /** host:port of its gRPC service. */
  readonly address: string;
  readonly pid: number;
  /** Resolves when the server has ended, wanted or not, to words that say how. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface TemporalOptions {
  readonly program: string;
  readonly port: number;
  /** The port of Temporal's own screens; without it they are off. */
  readonly uiPort?: number;
  /** The file with all data, which survives restarts; without it data is kept in memory. */
  readonly file?: string;
  /** Made when it is missing. */
  readonly namespace: string;
  readonly logFile: string;
  /** Called as soon as there is a process that can be stopped. */
  readonly hold?: (running: Pick<TemporalServer, 'ended' | 'stop'>) => void;
}

/**
 * Starts a Temporal dev server on 127.0.0.1 whose namespace keeps closed histories for ten years (its own default is
 * one day) and knows our search attributes.
 * @throws SetupFailure when it is not ready within a minute; the message holds the end of its log
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const address = `127.0.0.1:${options.port}`;
  if (options.file !== undefined) await stopServerLeftBehind(options.file);
  const child = startChild({ program: options.program, args: flags(options), logFile: options.logFile, stopSignal: 'SIGTERM' });
  const running = { address, pid: child.pid, ended: child.ended, stop: () => child.stop(15_000) };
  options.hold?.(running);
  if (options.file !== undefined) writeFileSync(pidFile(options.file), String(child.pid));
  let connection: Connection | undefined;
  await poll(60_000, 50, async () => {
    connection = await connectWhenReady(address, options.namespace);
    return connection !== undefined || !child.isRunning();
  });
  if (connection === undefined || !child.isRunning()) {
    await child.stop(5_000);
    throw new SetupFailure(`Temporal did not start. The end of ${options.logFile}:\n${logTail(options.logFile)}`);
  }
  await keepClosedHistories(connection, options.namespace);
  await connection.close();
  return running;
}

const pidFile = (file: string): string => `${file}.pid`;

/** When its supervisor was killed, a server frees its port before its file: the file stays locked until the last write. */
async function stopServerLeftBehind(file: string): Promise<void> {
  if (existsSync(pidFile(file))) await stopLeftover(Number(readFileSync(pidFile(file), 'utf8')), file, 'SIGTERM');
}

/** Adds our search attributes to a namespace of a server that we did not start; existing ones stay as they are. */
export async function registerSearchAttributes(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter((name) => !(name in customAttributes));
  if (missing.length > 0) {
    await connection.operatorService.addSearchAttributes({
      namespace,
      // 2 is Keyword in temporal.api.enums.v1.IndexedValueType.
      searchAttributes: Object.fromEntries(missing.map((name) => [name, 2])),
    });
  }
  await connection.close();
}

/**
 * For one server on one machine: four partitions of a task queue are for many pollers on many hosts, and the dev server looks up all search
 * attributes anew at each read, for people who change them while they work.
 */
const engineSettings = ['matching.numTaskqueueReadPartitions=1', 'matching.numTaskqueueWritePartitions=1', 'system.forceSearchAttributesCacheRefreshOnRead=false'];

function flags(options: TemporalOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port), '--namespace', options.namespace],
    ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
    ...(options.file === undefined
      ? []
      : ['--db-filename', options.file, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=full']),
    ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...engineSettings.flatMap((setting) => ['--dynamic-config-value', setting]),
    ...['--log-level', 'warn'],
  ];
}

async function connectWhenReady(address: string, namespace: string): Promise<Connection | undefined> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 500 });
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch {
    return undefined;
  }
}

/** Sets how long a namespace keeps closed histories, from now on. */
export async function keepClosedHistories(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(retention) },
  });
}
