import type { Server } from 'node:http';

/**
 * Answers clients that end their side of a connection behind their last request (RFC 9293, section
 * 3.6): the answers that are due still leave, for `withinMs` milliseconds. Such a client may as well
 * have left for good: nobody can tell until we write.
 */
export function allowHalfOpen(server: Server, withinMs: number): void {
  // Node's own switch, without a type: else it ends our side at once, whatever is still to be sent.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket) => {
    socket.once('end', () => {
      const over = setTimeout(() => socket.destroy(), withinMs).unref();
      socket.once('close', () => clearTimeout(over));
    });
  });
}
