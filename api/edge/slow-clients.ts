/**
 * Disconnects clients that keep a connection open while sending or taking almost nothing, and exchanges that take longer than any
 * honest one. Time during which the client waits for us does not count.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { EdgeConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';
import { answerProblem } from '../problem.ts';

const SLOWEST_BYTES_A_SECOND = 1024;

export function cutOffSlowClients({ slowClientMs, exchangeTimeoutMs }: Pick<EdgeConfig, 'slowClientMs' | 'exchangeTimeoutMs'>): RequestHandler {
  const everyMs = slowClientMs / 2;
  const fewest = (SLOWEST_BYTES_A_SECOND * everyMs) / 1000;
  return (request, response, next) => {
    const started = performance.now();
    let before = stateOf(request, response);
    const watch = setInterval(() => {
      const now = stateOf(request, response);
      // Only a transfer that was going on at the start and at the end of the interval counts; one that just began does not.
      const isSlowSender = before.isSending && now.isSending && now.received - before.received < fewest;
      const isSlowTaker = before.isTaking && now.isTaking && now.taken - before.taken < fewest;
      before = now;
      if (isSlowSender) refuse(request, response);
      else if (isSlowTaker || performance.now() - started > exchangeTimeoutMs) request.socket.destroy();
    }, everyMs);
    response.on('close', () => clearInterval(watch));
    next();
  };
}

/** The bytes so far on this connection, and the transfer for which we wait for the client. */
function stateOf(request: Request, response: Response) {
  const { socket } = request;
  return {
    received: socket.bytesRead,
    // The socket counts bytes as written that are still in our memory.
    taken: socket.bytesWritten - socket.writableLength,
    isSending: !request.complete && request.readableLength === 0,
    isTaking: response.writableLength > 0,
  };
}

function refuse(request: Request, response: Response): void {
  if (response.headersSent) return void request.socket.destroy();
  const tooSlow = new AppError('too-slow', 'De aanvraag kwam te langzaam binnen en is afgebroken. Controleer de verbinding en stuur haar opnieuw.');
  // The code that reads the request's body gets the error too, and releases its resources.
  response.set('Connection', 'close').on('finish', () => request.destroy(tooSlow));
  answerProblem(response, tooSlow);
}
