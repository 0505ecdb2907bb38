import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const outcome = z.object({
  org: z.string(),
  requests: z.number(),
  errors: z.number(),
});

/** Requests of one organisation on a route, and how many of them ended with the code asked for. */
export type OrgOutcome = z.infer<typeof outcome>;

/** Outcomes on `route` by organisation in whole minutes from `from` to `to` (seconds). */
export function outcomesByOrg(
  clickhouse: ClickHouse,
  question: { readonly code: string; readonly route: string; from: number; to: number },
): Promise<OrgOutcome[]> {
  const { code, route, from, to } = question;
  return clickhouse.query(
    `SELECT OrgId AS org, sum(Requests) AS requests, sumIf(Requests, Code = {code: String}) AS errors
     FROM error_rates_1m FINAL
     WHERE Bucket >= {from: UInt32} AND Bucket < {to: UInt32}
       AND Route = {route: String}
     GROUP BY org ORDER BY errors DESC, org`,
    { code, route, from: Math.floor(from), to: Math.ceil(to) },
    outcome,
  );
}
