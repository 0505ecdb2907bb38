import type { IncomingMessage } from 'node:http';
import { MISSING_HOST, type Refusal, TWO_HOSTS } from './refusals.ts';

/** What is wrong with the Host header of a request, if anything (RFC 9112, section 3.2). */
export function hostFault(request: IncomingMessage): Refusal | undefined {
  const { rawHeaders, httpVersionMajor, httpVersionMinor } = request;
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  if (hosts > 1) return TWO_HOSTS;
  return hosts === 0 && httpVersionMajor === 1 && httpVersionMinor > 0 ? MISSING_HOST : undefined;
}
