/** Provokes the eight codes on a fresh demo and prints what the answer and the dossier say. */
import '../testkit/header-help.ts';

import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { provoker } from '../testkit/traffic/provoke.ts';

const desk = await startDesk({ args: ['--demo', '--rate', '2'] });
try {
  const support = supportClient(desk);
  const provoke = await provoker(desk);
  const [internalError, seven] = await Promise.all([provoke.internalError(), provoke.seven()]);
  const rows = [];
  for (const { requestId, status, code, message, retryAfter } of [...seven, internalError]) {
    const { request, spans, logs } = await support.settled(requestId);
    const retry = retryAfter === null ? '' : `, Retry-After: ${retryAfter}`;
    console.log(`${status} ${code} ${requestId}${retry}\n    ${message}`);
    rows.push({
      status: request?.status,
      code: request?.code,
      cause: request?.cause,
      org: request?.org,
      key: request?.key_prefix,
      spans: spans.length,
      logs: logs.length,
    });
  }
  console.table(rows);
} finally {
  await desk.stop();
}
