/** What every failed call of the Meetso API answers with. */
interface MeetsoFailure {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly request_id: string;
  };
}

/** Carries what support needs: the code to branch on and the id to quote. */
export class MeetsoError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;

  constructor(status: number, body: string) {
    const { code, message, request_id } = failureIn(body);
    super(`${code}: ${message} (${request_id})`);
    this.status = status;
    this.code = code;
    this.requestId = request_id;
  }
}

/** Proxies on the way answer with pages of their own. */
function failureIn(body: string): MeetsoFailure['error'] {
  try {
    return (JSON.parse(body) as MeetsoFailure).error;
  } catch {
    return { code: 'not_from_meetso', message: body.slice(0, 100), request_id: 'no request id' };
  }
}

const ATTEMPTS = 3;
const wait = (seconds: number) => new Promise((go) => setTimeout(go, seconds * 1000));

/** Calls the API; repeats what repeating can help, and throws a MeetsoError for the rest. */
export async function meetso(url: string, key: string, init: RequestInit = {}): Promise<unknown> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
  };
  // The same for all attempts: what was created by one that seemed to fail is not created again.
  if (init.method === 'POST') headers['idempotency-key'] = crypto.randomUUID();
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, { ...init, headers });
    if (response.ok) return await response.json();

    const failure = new MeetsoError(response.status, await response.text());
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    const backoff = 2 ** (attempt - 1) * (1 + Math.random() / 4);
    if (attempt === ATTEMPTS) throw failure;
    if (response.status === 429) await wait(retryAfter);
    else if (response.status >= 500) await wait(retryAfter || backoff);
    else throw failure; // fix the request: the same call cannot succeed
  }
}
