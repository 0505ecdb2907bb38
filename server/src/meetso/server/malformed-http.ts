import { MalformedHttp } from '@request-desk/fastify/malformed/malformed-http';
import { type Refusal, refusalOf } from '@request-desk/fastify/malformed/refusals';
import type { Telemetry } from '@request-desk/fastify/start-telemetry';
import { ApiError } from '../api-error.ts';
import { CAUSES, type CauseOf } from '../catalogue/causes.ts';
import { envelopeText, errorHeaders } from '../error-answer.ts';
import type { OpenRequests } from './open-requests.ts';

const OVERFLOW: Refusal = {
  kind: 'header_invalid',
  message: 'URL and headers are larger than 16 KiB together; look for oversized cookies.',
};
const LONG_URL: Refusal = {
  kind: 'url_malformed',
  message: 'The URL is longer than 8192 characters.',
};
const LONG_REQUEST_LINE = /^[A-Z]+ [^\r\n]{8192}/;

/** Answers what never became a request with the envelope of `invalid_request`. */
export function malformedHttp(telemetry: Telemetry, open: OpenRequests): MalformedHttp {
  return new MalformedHttp({
    emit: (malformed) => telemetry.emitMalformed(malformed),
    lastOn: (socket) => open.lastOn(socket),
    refusalOf(code, bytes) {
      if (code !== 'HPE_HEADER_OVERFLOW') return refusalOf(code);
      return bytes && LONG_REQUEST_LINE.test(bytes.toString('latin1')) ? LONG_URL : OVERFLOW;
    },
    answer: ({ message }, requestId) => ({
      headers: errorHeaders('invalid_request'),
      body: envelopeText('invalid_request', message, requestId),
    }),
    errorOf: ({ kind, message }) =>
      new ApiError('invalid_request', { cause: causeOf(kind), message }),
  });
}

/** Causes of malformed HTTP are called like their kinds. */
function causeOf(kind: string): CauseOf<'invalid_request'> {
  return CAUSES.invalid_request.find((cause) => cause === kind) ?? 'http_malformed';
}
