import type { Telemetry } from '@request-desk/fastify/start-telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { envelopeText, errorHeaders } from '../error-answer.ts';

const MESSAGE =
  'The path has broken percent-encoding: each % must begin the code of a byte, and the bytes must ' +
  'be UTF-8. Build the URL with a URL library.';

/** Answers a path that the router cannot decode; such a request never reaches the hooks. */
export function refuseUrl(
  telemetry: Telemetry,
  { raw, ip }: FastifyRequest,
  reply: FastifyReply,
): void {
  const requestId = telemetry.emitMalformed({
    kind: 'url_malformed',
    message: MESSAGE,
    remoteAddress: ip,
    method: raw.method,
    path: raw.url,
  });
  void reply
    .code(400)
    .headers({ ...errorHeaders('invalid_request'), 'x-request-id': requestId })
    .send(envelopeText('invalid_request', MESSAGE, requestId));
}
