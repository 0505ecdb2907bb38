/** Takes whatever is posted to it, in a process of its own so that who measures is not held up. */
import { createServer } from 'node:http';

const collector = createServer((request, answer) =>
  request.resume().once('end', () => answer.end()),
);
collector.listen(0, '127.0.0.1', () => {
  const address = collector.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
process.once('disconnect', () => process.exit());
