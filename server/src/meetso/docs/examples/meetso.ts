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

/** Proxies on the way answer with pages of their own, or with JSON that is no envelope. */
function failureIn(body: string): MeetsoFailure['error'] {
  try {
    const { error } = JSON.parse(body) as Partial<MeetsoFailure>;
    if (typeof error?.code === 'string') return error;
  } catch {
    // Said below.
  }
  return { code: 'no_envelope', message: body.slice(0, 80), request_id: 'no request id' };
}

const ATTEMPTS = 4;
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
    let failure: unknown;
    let pause = 2 ** (attempt - 1) / 2;
    try {
      const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(30_000) });
      const text = await response.text();
      if (response.ok && isJson(text)) return text === '' ? undefined : JSON.parse(text);
      failure = new MeetsoError(response.status, text);
      const canHelp = response.ok || response.status === 429 || response.status >= 500;
      if (!canHelp) attempt = ATTEMPTS; // fix the request: the same call cannot succeed
      const asked = Number(response.headers.get('retry-after') ?? pause);
      pause = asked >= 0 ? asked : pause; // a proxy may name a date instead
    } catch (noAnswer) {
      failure = noAnswer;
    }
    if (attempt >= ATTEMPTS) throw failure;
    // Jitter only ever adds: who comes before Retry-After is over is refused again.
    await wait(pause + Math.random() / 2);
  }
}

function isJson(text: string): boolean {
  try {
    return text === '' || JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}
