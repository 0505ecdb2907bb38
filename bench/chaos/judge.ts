const TABLES = { error_rates_10s: 10, error_rates_1m: 60, error_rates_1h: 3600 } as const;

/** What the store has of the answered ids. */
export interface Verdict {
  /** Ids that are not in all of `api_requests`, `request_index` and `otel_logs`. */
  readonly missing: string[];
  /** How many of them each table lacks. */
  readonly missingIn: Readonly<Record<string, number>>;
  /** Ids with more than one row in one of them. */
  readonly duplicates: string[];
  /** Requests by which the rollups differ from the requests themselves. */
  readonly rollupDifference: number;
}

/** Where each id stands and how often. */
const IDS = {
  api_requests: 'SELECT RequestId AS id, count() AS n FROM api_requests FINAL GROUP BY id',
  request_index: `SELECT concat('req_', lower(leftPad(hex(id), 16, '0'))) AS id, count() AS n
    FROM request_index FINAL GROUP BY id`,
  otel_logs: `SELECT LogAttributes[if(startsWith(EventName, 'meetso'), 'meetso.request.id',
    'request_desk.request.id')] AS id, count() AS n FROM otel_logs FINAL
    WHERE EventName IN ('request_desk.request', 'meetso.api.request') GROUP BY id`,
} as const;

/** Runs a query whose rows are objects. */
export type Ask = (sql: string) => Promise<unknown[]>;

/** Asks the store itself, in plain SQL, what became of the answered ids. */
export async function judged(ask: Ask, answered: ReadonlySet<string>): Promise<Verdict> {
  const missing = new Set<string>();
  const duplicates = new Set<string>();
  const missingIn: Record<string, number> = {};
  for (const [table, sql] of Object.entries(IDS)) {
    const stored = new Map<string, number>();
    for (const row of (await ask(sql)) as { id: string; n: number }[]) {
      stored.set(row.id, row.n);
      if (row.n > 1) duplicates.add(row.id);
    }
    const lacking = [...answered].filter((id) => !stored.has(id));
    for (const id of lacking) missing.add(id);
    missingIn[table] = lacking.length;
  }
  return {
    missing: [...missing],
    missingIn,
    duplicates: [...duplicates],
    rollupDifference: await rollupDifference(ask),
  };
}

async function rollupDifference(ask: Ask): Promise<number> {
  let difference = 0;
  for (const [table, seconds] of Object.entries(TABLES)) {
    const sql = `SELECT sum(abs(d)) AS n FROM (
      SELECT sum(n) AS d FROM (
        SELECT Bucket AS b, Code, Status, Route, OrgId, toInt64(Requests) AS n FROM ${table} FINAL
        UNION ALL
        SELECT toStartOfInterval(toDateTime(Timestamp), INTERVAL ${seconds} SECOND) AS b, Code, Status,
          Route, OrgId, -toInt64(uniqExact(RequestId)) AS n
        FROM api_requests FINAL WHERE Cause != 'client_closed' GROUP BY b, Code, Status, Route, OrgId
      ) GROUP BY b, Code, Status, Route, OrgId)`;
    difference += ((await ask(sql)) as { n: number }[])[0]?.n ?? 0;
  }
  return difference;
}

/** Asks a server over HTTP, about one of its databases. */
export function askServer(storeUrl: string, database?: string): Ask {
  const settings = 'output_format_json_quote_64bit_integers=0&session_timezone=UTC';
  const url = `${storeUrl}/?${settings}${database ? `&database=${database}` : ''}`;
  return async (sql) => {
    const answer = await fetch(url, { method: 'POST', body: `${sql} FORMAT JSONEachRow` });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  };
}
