import type { Server } from 'node:http';

/** A client that has shut its side may as well have left for good: nobody can tell until we write. */
const WITHIN_MS = 3_000;

/**
 * Answers clients that end their side of a connection behind their last request (RFC 9293, section
 * 3.6): the answers that are due still leave, for three seconds.
 */
export function allowHalfOpen(server: Server): void {
  // Node's own switch, without a type: else it ends our side at once, whatever is still to be sent.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket) => {
    socket.once('end', () => {
      const over = setTimeout(() => socket.destroy(), WITHIN_MS).unref();
      socket.once('close', () => clearTimeout(over));
    });
  });
}
