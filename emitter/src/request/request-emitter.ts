import { context, type Logger as OtelLogger, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { formPattern } from '@request-desk/shared/id-form';
import type { CauseKind, Profile } from '@request-desk/shared/profile';
import type { Logger } from 'pino';
import type { Counters } from '../counters.ts';
import { scrubLine } from '../redaction/scrub.ts';
import type { StoredAddress } from '../redaction/stored-address.ts';
import { ActiveRequest } from './active-request.ts';
import type { CallFingerprinter } from './call-fingerprint.ts';
import { ClientNames } from './client-name.ts';
import { RequestClock } from './clock.ts';
import { codeOfKind } from './code-of-kind.ts';
import { DeclaredPaths } from './declared-paths.ts';
import type { EventNumbers } from './event-numbers.ts';
import { eventRecord, summaryOf } from './event-record.ts';
import type { RequestIdGenerator } from './id-generator.ts';
import type { RequestEvent } from './request-event.ts';
import type { RequestIds } from './request-ids.ts';
import { callerContext, startRequestSpan } from './request-span.ts';

/** What is known of a request when it arrives. */
interface Arrival {
  readonly method: string;
  /** With its query, which is cut off here and recorded nowhere. */
  readonly url: string;
  /** The route's template, empty when there is none. */
  readonly route: string;
  readonly clientAddress?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly hasBody?: boolean;
  readonly traceparent?: string | undefined;
}

export interface EmitterOptions {
  readonly profile: Profile;
  readonly ids: RequestIds;
  readonly tracer: Tracer;
  readonly events: OtelLogger;
  readonly generator: RequestIdGenerator;
  readonly log: Logger;
  readonly counters: Counters;
  readonly numbers?: EventNumbers | undefined;
  /** Undefined: no secret is set, so calls have no fingerprints. */
  readonly fingerprints?: CallFingerprinter | undefined;
  /** How a client's address is stored; as it came if undefined. */
  readonly storedAddress?: StoredAddress | undefined;
  readonly now: () => number;
  /** Takes one line of JSON when OpenTelemetry itself fails to take an event. */
  readonly print: (line: string) => void;
}

/** Begins requests and sends out exactly one event for each. */
export class RequestEmitter {
  readonly #options: EmitterOptions;
  readonly #clients: ClientNames;
  readonly #harmless: RegExp;
  /** Of the application, as far as its routes are registered. */
  readonly declared = new DeclaredPaths();

  constructor(options: EmitterOptions) {
    this.#options = options;
    this.#clients = new ClientNames(options.profile.service);
    this.#harmless = harmlessPath(options.profile);
  }

  begin(arrival: Arrival): ActiveRequest {
    const { tracer, ids, generator, fingerprints, now } = this.#options;
    const clock = new RequestClock(now);
    const startMs = clock.read();
    const { method, url, route, traceparent } = arrival;
    const clientAddress = stored(this.#options.storedAddress, arrival.clientAddress);
    const path = this.#pathOf(url);
    const caller = traceparent === undefined ? undefined : callerContext(traceparent);
    const event: RequestEvent = {
      ...ids.mint(),
      method,
      path: route === '' ? this.declared.known(path) : path,
      route,
      status: 0,
      durationMs: 0,
      ...this.#clients.of(arrival.userAgent),
      ...(clientAddress ? { clientAddress } : {}),
      ...(caller ? { clientTraceId: caller.traceId } : {}),
    };
    const span = startRequestSpan(tracer, { ids: generator, event, startMs, caller });
    const active = new ActiveRequest({ event, span, tracer, clock, startMs });
    if (fingerprints) active.call = { method, url, hasBody: arrival.hasBody ?? false };
    return active;
  }

  /**
   * Says why, where nobody has: in the words of the profile, by the first of `kinds` that it has a
   * cause of. Without one the event says the status alone: no code is invented.
   */
  explain({ event }: ActiveRequest, ...kinds: readonly CauseKind[]): void {
    if (event.code !== undefined || event.cause !== undefined) return;
    for (const kind of kinds) {
      const found = codeOfKind(this.#options.profile, kind);
      if (found) return void Object.assign(event, found);
    }
  }

  /** Without its query and secrets. */
  #pathOf(url: string): string {
    const end = url.search(/[?#]/);
    const path = end < 0 ? url : url.slice(0, end);
    return this.#harmless.test(path) && path.length <= 512 ? path : scrubLine(path, 512);
  }

  /** Ends the request and emits its event; does nothing the second time, and never throws. */
  emit(active: ActiveRequest): void {
    const { counters } = this.#options;
    const { event } = active;
    try {
      const readyMs = active.finish();
      if (readyMs === undefined) return;
      counters.requests++;
      if (event.status < 200 || event.status > 299) counters.errors++;
      this.#fingerprint(active);
      if (event.route === '' && event.message) event.message = this.declared.within(event.message);
      this.#emitEvent(active, readyMs);
      if (event.status >= 400 || event.code) this.#logLine(active);
    } catch {
      counters.faults++;
    }
  }

  #fingerprint({ event, call }: ActiveRequest): void {
    const { fingerprints, counters } = this.#options;
    if (fingerprints === undefined || call === undefined) return;
    try {
      Object.assign(event, fingerprints.of(call));
    } catch {
      counters.faults++;
    }
  }

  #emitEvent(active: ActiveRequest, readyMs: number): void {
    const { events, counters, numbers, print } = this.#options;
    try {
      events.emit({ ...eventRecord(active.event, readyMs), context: active.context });
    } catch {
      counters.faults++;
      const { status } = active.event;
      numbers?.skip(status < 200 || status > 299);
      print(JSON.stringify({ level: 'error', msg: 'event not recorded', event: active.event }));
    }
  }

  /**
   * Prints the request's line. It runs in no request, because its log record would say again what
   * the event says; so the ids are named here.
   */
  #logLine(active: ActiveRequest): void {
    const { log } = this.#options;
    const { event, requestId, span } = active;
    const { code, cause, status, route, orgId: org } = event;
    const { traceId: trace_id, spanId: span_id } = span.spanContext();
    const ids = { trace_id, span_id, request_id: requestId };
    const duration_ms = Math.round(event.durationMs);
    const facts = { ...ids, code, cause, status, route, org, duration_ms };
    context.with(ROOT_CONTEXT, () => {
      if (cause === CLIENT_CLOSED) log.info(facts, summaryOf(event));
      else if (status < 500) log.warn(facts, summaryOf(event));
      else if (!active.exceptionLogged) log.error(facts, summaryOf(event));
    });
  }
}

/** Paths of declared ids, and of words that are shorter than any secret that is recognised by its form. */
function harmlessPath({ request_id, other_ids }: Profile): RegExp {
  const ids = [request_id, ...other_ids].map(formPattern).join('|');
  return new RegExp(`^(?:/(?:[a-z0-9.-]{1,14}|${ids}))+$`);
}

function stored(form: StoredAddress | undefined, address: string | undefined): string | undefined {
  return form === undefined || address === undefined ? address : form(address);
}
