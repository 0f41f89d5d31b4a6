/** What callers are told when the engine refuses: its own protocol, spoken by a server that answers every call with one status. */
import { once } from 'node:events';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerOf } from '../../src/engine/answers.ts';

let status = 0;
let server: Http2Server;
let connection: Connection;

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  server.on('stream', (stream) => stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status), 'grpc-message': 'no' }, { endStream: true }));
  await once(server, 'listening');
  connection = Connection.lazy({ address: `127.0.0.1:${(server.address() as AddressInfo).port}`, tls: false, interceptors: [] });
});
afterAll(async () => {
  await connection.close();
  server.close();
});

const ask = () => {
  const client = new Client({ connection });
  return answerOf(client, () => client.workflow.getHandle('case-x').signal('anything'), 4_000);
};

describe('an engine that refuses', () => {
  test.each([
    ['CANCELLED', 1],
    ['DEADLINE_EXCEEDED', 4],
    ['PERMISSION_DENIED', 7],
    ['RESOURCE_EXHAUSTED', 8],
    ['FAILED_PRECONDITION', 9],
    ['ABORTED', 10],
    ['INTERNAL', 13],
    ['UNAVAILABLE', 14],
    ['DATA_LOSS', 15],
    ['UNAUTHENTICATED', 16],
  ])('with %s is away: the caller may ask again', async (_, code) => {
    status = code;
    await expect(ask()).rejects.toMatchObject({ code: 'engine-unavailable' });
  });

  test('with NOT_FOUND has no such case: the caller decides what that means', async () => {
    status = 5;
    await expect(ask()).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
  });

  test('with INVALID_ARGUMENT was sent a wrong request: asking again does not help', async () => {
    status = 3;
    await expect(ask()).rejects.not.toMatchObject({ code: 'engine-unavailable' });
  });
});
