/**
 * Cuts off whoever holds a connection by sending or taking next to nothing, and whoever takes longer than any honest
 * exchange. What waits for us is not held against the client.
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
      // Slow is who was at it at the start and at the end of the time; one who just began is not.
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

/** Bytes so far on this connection, and what we wait for the client with. */
function stateOf(request: Request, response: Response) {
  const { socket } = request;
  return {
    received: socket.bytesRead,
    // The socket counts as written what still waits in our memory.
    taken: socket.bytesWritten - socket.writableLength,
    isSending: !request.complete && request.readableLength === 0,
    isTaking: response.writableLength > 0,
  };
}

function refuse(request: Request, response: Response): void {
  if (response.headersSent) return void request.socket.destroy();
  const tooSlow = new AppError('too-slow', 'De aanvraag kwam te langzaam binnen en is afgebroken. Controleer de verbinding en stuur haar opnieuw.');
  // Whoever reads the request hears of it too, and lets go of what it holds.
  response.set('Connection', 'close').on('finish', () => request.destroy(tooSlow));
  answerProblem(response, tooSlow);
}
