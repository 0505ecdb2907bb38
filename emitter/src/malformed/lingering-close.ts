import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';

/** So long a connection that we have closed is still read: without a byte, and in all. */
const [IDLE_MS, MOST_MS] = [2_000, 30_000];

/**
 * Lets answers arrive that leave before the request's body is there: a connection closed with unread
 * bytes is reset, and many clients then lose the answer. What still comes is read and thrown away for a
 * while (RFC 9112, section 9.6).
 */
export function lingerOnClose(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    if (!hasBody(request)) return;
    const { socket } = request;
    // Node calls it behind an answer that says `Connection: close`.
    socket.destroySoon = () => {
      if (request.complete || socket.destroyed) Socket.prototype.destroySoon.call(socket);
      else linger(socket, request);
    };
  });
}

/** Closes our side of a connection, and the other when the client has closed it or time is up. */
export function linger(socket: Socket, request?: IncomingMessage): void {
  socket.end();
  request?.resume();
  // Without a listener of its own the HTTP server destroys a connection that was silent for so long.
  socket.setTimeout(IDLE_MS);
  const most = setTimeout(() => socket.destroy(), MOST_MS).unref();
  socket.once('close', () => clearTimeout(most));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
