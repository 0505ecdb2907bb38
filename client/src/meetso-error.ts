import type { Code } from './types.ts';

/** Why a call failed: `code` is what to branch on, `requestId` what to quote to support. */
export class MeetsoError extends Error {
  readonly status: number;
  /** `no_envelope`: something between answered by itself, a proxy most likely. */
  readonly code: Code | 'no_envelope';
  readonly requestId: string | undefined;
  /** Seconds, as the answer asks for it. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, body: string) {
    const { code, message } = failureIn(body) ?? {
      code: 'no_envelope',
      message: body.slice(0, 80),
    };
    const requestId = response.headers.get('x-request-id') ?? undefined;
    super(`${response.status} ${code}: ${message} (${requestId ?? 'no request id'})`);
    this.name = 'MeetsoError';
    this.status = response.status;
    this.code = code;
    this.requestId = requestId;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.retryAfter = seconds >= 0 ? seconds : undefined;
  }
}

/** A proxy's page is no JSON, and other JSON is no envelope: neither breaks the caller. */
function failureIn(body: string): { code: Code; message: string } | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code: Code; message: string } };
    return typeof error?.code === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
