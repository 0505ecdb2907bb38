/** What a server said instead of taking an insert; code 0: nothing that ClickHouse would say. */
export interface InsertError {
  readonly code: number;
  readonly message: string;
}

/**
 * Posts `body` as the data of one statement. The body is sent as it is read: a segment never stands
 * in memory as a whole. Resolves with the refusal, if there is one; rejects where no answer comes.
 */
export async function postInsert(
  url: string,
  search: Readonly<Record<string, string | number>>,
  body: Blob,
  signal: AbortSignal,
): Promise<InsertError | undefined> {
  const target = new URL(url);
  const authorization = basicAuth(target);
  target.username = target.password = '';
  for (const [name, value] of Object.entries(search)) target.searchParams.set(name, String(value));
  const response = await fetch(target, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream', ...authorization },
    signal,
  });
  if (response.ok) return void (await response.arrayBuffer());
  const code = Number(response.headers.get('x-clickhouse-exception-code') ?? 0);
  const message = await response.text().catch(() => '');
  return { code, message: message.slice(0, 2000) };
}

/** The header that says the user and password of `url`; none where it names none. */
export function basicAuth(url: URL): Record<string, string> {
  if (!url.username) return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
