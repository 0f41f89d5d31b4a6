/** Requests byte by byte, as no ordinary client sends them. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Heard {
  status: number;
  headers: string;
  body: string;
}

export async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything that the server says until it closes. */
export async function untilClosed(socket: Socket): Promise<Heard> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await new Promise((resolve) => socket.on('close', resolve));
  return heard(Buffer.concat(parts).toString());
}

export function heard(text: string): Heard {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), headers: head, body: rest.join('\r\n\r\n') };
}

/** Sends a byte so often, until the connection is gone. */
export function drip(socket: Socket, everyMs: number): void {
  const timer = setInterval(() => socket.write('x'), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** Sends a request and hears all of the answer; the server is asked to close. */
export async function exchange(port: number, head: string[], body: string | Buffer = ''): Promise<Heard> {
  const socket = await dial(port);
  const answer = untilClosed(socket);
  socket.write([...head, 'Host: edge.test', 'Connection: close', '', ''].join('\r\n'));
  socket.write(body);
  return answer;
}
