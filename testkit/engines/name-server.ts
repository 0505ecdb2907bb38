import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A name server on loopback, as container engines have one. */
export interface NameServer {
  readonly port: number;
  close(): Promise<void>;
}

const HEADER_BYTES = 12;

/** Answers every question for an address with those of `addresses` at that moment (RFC 1035, A records). */
export async function startNameServer(addresses: ReadonlySet<string>): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) =>
    socket.send(answered(question, [...addresses]), port, address),
  );
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

function answered(question: Buffer, addresses: readonly string[]): Buffer {
  const end = question.indexOf(0, HEADER_BYTES) + 5;
  const header = Buffer.from(question.subarray(0, HEADER_BYTES));
  // A response, of a server that recurses: one question, an answer for each address, no more.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(addresses.length, 6);
  header.writeUInt32BE(0, 8);
  const records = addresses.map((address) =>
    // The name in the question, type A, class IN, a second to live, four bytes.
    Buffer.from([0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...bytesOf(address)]),
  );
  return Buffer.concat([header, question.subarray(HEADER_BYTES, end), ...records]);
}

const bytesOf = (address: string) => address.split('.').map(Number);
