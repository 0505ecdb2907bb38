import { connect } from 'node:net';
import { answerJob } from './answers.mjs';

/** With the sockets that fetch, axios and got stand on. */
await answerJob(({ host, port, head }) => {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject).on('end', () => {
      socket.destroy();
      resolve({ raw: text });
    });
    socket.end(head);
  });
});
