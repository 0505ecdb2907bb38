import { ALPHABETS } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';
import { ProfileError, parseProfile } from '@request-desk/shared/profile';
import type { DestinationStream, Logger } from 'pino';
import { z } from 'zod';
import type { MalformedAnswers } from './malformed/malformed-http.ts';
import {
  ADDRESS_FORMS,
  type AddressForm,
  type StoredAddress,
  storedAddress,
} from './redaction/stored-address.ts';
import type { EventNumbers } from './request/event-numbers.ts';
import type { LogLevel } from './settings.ts';
import { SPOOL_LEAST_BYTES } from './settings.ts';
import type { Spool } from './spool/spool.ts';

/** What of a profile the compiler goes by: its codes with their causes. */
export interface ProfileShape {
  readonly codes: Readonly<
    Record<string, { readonly causes?: Readonly<Record<string, unknown>> | undefined }>
  >;
}

/** Where the log goes, or the logger of a process that has made it with `createLogger`. */
export type LogOptions =
  | {
      readonly level?: LogLevel | undefined;
      readonly destination?: DestinationStream | undefined;
    }
  | Logger;

/** How an API is connected to its desk. */
export interface RequestDeskOptions<P extends ProfileShape = ProfileShape> {
  /** The API's profile, as the desk has it: `profile.json`, or a value. Checked at run time. */
  readonly profile: P;
  /** Base URL of the desk's OTLP listener, or of a collector before it. */
  readonly endpoint?: string | undefined;
  /** The desk's INGEST_API_TOKEN. */
  readonly token?: string | undefined;
  /** A directory of this process alone, on a local disk; or a spool that somebody else delivers. */
  readonly spool: string | Spool;
  /** With an open `spool`: of its producer, where the caller that opened it has started one. */
  readonly numbers?: EventNumbers | undefined;
  /** With an open `spool`: stamps in milliseconds since 1970; as the receiver's clock says otherwise. */
  readonly now?: (() => number) | undefined;
  /** Paths without ids and events, such as `/healthz`; a `*` at the end stands for anything. */
  readonly ignore?: readonly string[] | undefined;
  /**
   * At least 32 characters, the same in all processes of the API: repeated calls are then recognised
   * by fingerprints, which nobody can read. Without it there are none.
   */
  readonly fingerprintSecret?: string | undefined;
  /**
   * How much of a client's address is stored; all of it (`full`) if left out, else its network
   * (`truncated`), or a name for it (`hashed`) under `addressSecret`.
   */
  readonly addresses?: AddressForm | undefined;
  /** At least 32 characters, the same in all processes of the API. */
  readonly addressSecret?: string | undefined;
  /** `service.name`; the profile's where it is left out. */
  readonly service?: string | undefined;
  /** Further attributes of the resource, written as OTEL_RESOURCE_ATTRIBUTES is. */
  readonly resourceAttributes?: string | undefined;
  /** `service.version`, such as a git tag. */
  readonly release?: string | undefined;
  /** Unexpected answers of 5xx go there; needs the package `@sentry/node`. */
  readonly sentry?: { readonly dsn: string } | undefined;
  /** Lines of JSON at `level` (info) and above go to `destination` (standard output). */
  readonly log?: LogOptions | undefined;
  /** How the API answers malformed HTTP; as Fastify answers its own errors where it is left out. */
  readonly malformed?: MalformedAnswers | undefined;
  /** Bytes on disk, at least 64 MiB, before the oldest telemetry is dropped; 10 GiB if left out. */
  readonly spoolMaxBytes?: number | undefined;
}

/** Options that were checked, with defaults. */
export interface CheckedOptions {
  readonly profile: Profile;
  /** Undefined with a spool that somebody else delivers. */
  readonly delivery: { readonly endpoint: string; readonly token: string | undefined } | undefined;
  readonly spool: string | Spool;
  readonly numbers: EventNumbers | undefined;
  readonly now: (() => number) | undefined;
  readonly ignore: readonly string[];
  readonly fingerprintSecret: string | undefined;
  readonly storedAddress: StoredAddress;
  readonly service: string;
  readonly resourceAttributes: string;
  readonly release: string;
  readonly sentryDsn: string | undefined;
  readonly log: { readonly level: LogLevel; readonly destination?: DestinationStream };
  /** What logs instead, where it was given. */
  readonly logger: Logger | undefined;
  readonly malformed: MalformedAnswers | undefined;
  readonly spoolMaxBytes: number;
}

/** Thrown with every fault of the options at once. */
export class OptionsError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`requestDesk cannot start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'OptionsError';
    this.faults = faults;
  }
}

/** Fewer random bits than this, and two requests get the same id one day. */
const LEAST_BITS = 60;
const has = (method: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && method in value;
const SPOOL = 'must be a directory, or an open Spool';
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const schema = z.strictObject({
  profile: z.unknown(),
  endpoint: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  token: z.string().regex(/^\S+$/, 'must be a token without spaces').optional(),
  spool: z.union([z.string().min(1, SPOOL), z.custom<Spool>(has('append'))], {
    error: SPOOL,
  }),
  ignore: z
    .array(z.string().regex(/^\/[^*?#]*\*?$/, 'must be a path such as /healthz or /docs/*'))
    .default([]),
  numbers: z.custom<EventNumbers>(has('stamp'), 'must be those of a producer').optional(),
  now: z
    .custom<() => number>((value) => typeof value === 'function', 'must be a function')
    .optional(),
  fingerprintSecret: z.string().min(32, 'needs at least 32 characters').optional(),
  addresses: z.enum(ADDRESS_FORMS).default('full'),
  addressSecret: z.string().min(32, 'needs at least 32 characters').optional(),
  service: z.string().min(1).optional(),
  resourceAttributes: z.string().default(''),
  release: z.string().min(1).default('unknown'),
  sentry: z.strictObject({ dsn: z.url() }).optional(),
  log: z
    .strictObject({
      level: z.enum(LEVELS).default('info'),
      destination: z.custom<DestinationStream>(has('write'), 'must have a method write').optional(),
    })
    .default({ level: 'info' }),
  malformed: z.custom<MalformedAnswers>(has('answer'), 'must have a method answer').optional(),
  spoolMaxBytes: z
    .int()
    .min(SPOOL_LEAST_BYTES, 'must be at least 67108864 bytes (64 MiB)')
    .default(10 * 2 ** 30),
});

/** Checks all options; `environment` is where OpenTelemetry could have been switched off. */
export function checkOptions(
  options: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): CheckedOptions {
  const given = typeof options === 'object' && options !== null ? options : {};
  const logger = 'log' in given && has('child')(given.log) ? (given.log as Logger) : undefined;
  const parsed = schema.safeParse(logger ? { ...given, log: undefined } : options);
  const faults = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.') || 'options'}: ${message}`,
  );
  const profile = profileOf('profile' in given ? given.profile : undefined, faults);
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true')
    faults.push('OTEL_SDK_DISABLED is set: ids would be given that nobody can find; unset it');
  const own = 'spool' in given && typeof given.spool === 'string';
  if (own && !('endpoint' in given && given.endpoint !== undefined))
    faults.push('endpoint: is needed where spool is a directory: the desk’s OTLP listener');
  if (parsed.data?.addresses === 'hashed' && parsed.data.addressSecret === undefined)
    faults.push('addressSecret: is needed where addresses are hashed');
  if (!parsed.success || profile === undefined || faults.length > 0) throw new OptionsError(faults);
  const { endpoint, token, sentry, log, numbers, now, malformed, fingerprintSecret, ...rest } =
    parsed.data;
  const { level, destination } = log;
  const { service = profile.service } = rest;
  return {
    ...rest,
    profile,
    service,
    numbers,
    now,
    malformed,
    logger,
    fingerprintSecret,
    storedAddress: storedAddress(rest.addresses, rest.addressSecret),
    sentryDsn: sentry?.dsn,
    delivery: endpoint === undefined ? undefined : { endpoint, token },
    log: { level, ...(destination && { destination }) },
  };
}

function profileOf(value: unknown, faults: string[]): Profile | undefined {
  try {
    const profile = parseProfile(value);
    const { alphabet, length, prefix } = profile.request_id;
    const bits = Math.floor(length * Math.log2(ALPHABETS[alphabet].length));
    if (bits < LEAST_BITS)
      faults.push(
        `profile.request_id: ${prefix} and ${length} characters hold ${bits} random bits; ${LEAST_BITS} are needed for ids of which no two are the same`,
      );
    return profile;
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    faults.push(...error.faults.map((fault) => `profile.${fault}`));
    return undefined;
  }
}
