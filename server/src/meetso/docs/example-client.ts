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

  constructor(status: number, { error }: MeetsoFailure) {
    super(`${error.code}: ${error.message} (${error.request_id})`);
    this.status = status;
    this.code = error.code;
    this.requestId = error.request_id;
  }
}

const ATTEMPTS = 3;
const wait = (seconds: number) => new Promise((go) => setTimeout(go, seconds * 1000));

/** Calls the API; repeats what repeating can help, and throws a MeetsoError for the rest. */
export async function meetso(url: string, key: string, init: RequestInit = {}): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(url, { ...init, headers });
    if (response.ok) return await response.json();

    const failure = new MeetsoError(response.status, (await response.json()) as MeetsoFailure);
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    if (attempt === ATTEMPTS) throw failure;
    if (response.status === 429) await wait(retryAfter);
    else if (response.status >= 500) await wait(retryAfter || 2 ** (attempt - 1));
    else throw failure; // fix the request: the same call cannot succeed
  }
}
