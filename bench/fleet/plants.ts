import { askNode } from '../../testkit/engines/cluster-requests.ts';
import type { Ask } from '../chaos/judge.ts';
import type { Messages } from './alerts-watch.ts';
import type { Calls } from './calls.ts';
import type { Deployment } from './deployment.ts';
import { judgeStore } from './verdict.ts';

/**
 * Faults that are made after the verdict, one of each kind, and which of them the judge overlooks: a row of an
 * answered id taken out of every server, one written a second time under another identity, and a message sent again.
 */
export async function overlookedPlants(
  ask: Ask,
  on: Deployment,
  calls: Calls,
  messages: Messages,
): Promise<string[]> {
  const ids = calls.made.flatMap(({ id, status }) => (id && status === 404 ? [id] : []));
  const [lost = '', doubled = ''] = ids.slice(-2);
  for (const { url } of on.cluster.nodes)
    await askNode(url, `DELETE FROM api_requests_local WHERE RequestId = '${lost}'`);
  // Done when the shard has it: else it is on its way while the judge looks.
  await askNode(
    on.cluster.url,
    `INSERT INTO otel_logs SETTINGS distributed_foreground_insert = 1, parallel_distributed_insert_select = 0
     SELECT * REPLACE (Timestamp + INTERVAL 1 SECOND AS Timestamp) FROM otel_logs FINAL
     WHERE LogAttributes['request_desk.request.id'] = '${doubled}' AND EventName = 'request_desk.request'`,
  );
  const before = messages.doubled().length;
  await messages.sendAgain();
  const verdict = await judgeStore(ask, on, calls);
  const found: Readonly<Record<string, boolean>> = {
    'a lost id': verdict.lost.includes(lost),
    'a doubled id': verdict.doubled.includes(doubled),
    'a doubled message': messages.doubled().length > before,
  };
  return Object.keys(found).filter((name) => !found[name]);
}
