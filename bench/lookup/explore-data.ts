/** A month of requests made up inside the engine, for dashboards and search. */
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';

/** One request in 16 fails. */
const OUTCOMES = `[('rate_limited', 'burst', 429), ('rate_limited', 'sustained', 429),
  ('not_found', 'absent', 404), ('invalid_request', 'parameter_invalid', 400),
  ('unauthorized', 'header_missing', 401), ('internal_error', 'exception', 500)]`;

/** Inserts `count` requests, spread evenly from `fromMs` on, `stepMs` apart. */
export function inventRequests(
  clickhouse: ClickHouse,
  count: number,
  fromMs: number,
  stepMs: number,
): Promise<void> {
  return clickhouse.command(
    `INSERT INTO api_requests (Timestamp, RequestId, TraceId, Code, Cause, Status, Method, Route,
       Path, OrgId, KeyId, KeyPrefix, DurationMs, Message, RateWindow, RateLimit, RateUsed, Client,
       ClientVersion, UserAgent, ClientAddress, Release, Service, Instance)
     WITH cityHash64(number, toInt64({from: Int64})) AS h,
       if(h % 16 = 0, ${OUTCOMES}[1 + intDiv(h, 16) % 6], ('', '', 200)) AS outcome,
       intDiv(h, 128) % 46 AS k
     SELECT fromUnixTimestamp64Nano(toInt64(({from: Float64} + number * {step: Float64}) * 1000000)),
       concat('req_', lower(leftPad(hex(h), 16, '0'))), concat(hex(h), hex(cityHash64(h))),
       outcome.1, outcome.2, outcome.3, if(h % 9 = 0, 'POST', 'GET'),
       if(h % 3 = 0, '/public/v1/meetings/:id', '/public/v1/meetings'),
       concat('/public/v1/meetings/mtg_', toString(h % 100000)),
       concat('org_', toString(k % 6)), concat('key_', toString(k)),
       concat('mts_live_', leftPad(toString(k), 4, '0')), 1 + pow(h % 977 / 120, 2.5),
       if(outcome.1 = '', '', 'The request was refused'), 'sustained', 60, h % 61,
       ['meetso-node', 'meetso-java', 'curl'][1 + k % 3], '2.3.1', 'meetso-node/2.3.1 (linux)',
       '203.0.113.24', if({from: Int64} % 7 < 3, '1.0.0', '1.1.0'), 'meetso-api', 'api-1'
     FROM numbers({count: UInt32})`,
    { count, from: fromMs, step: stepMs },
    { max_partitions_per_insert_block: 0, max_threads: 1 },
  );
}
