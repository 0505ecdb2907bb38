/** Wire shapes of the credentials by which services send telemetry. */
import { z } from 'zod';
import { instant } from './instant.ts';
import { oneLine } from './one-line.ts';
import { keyState } from './support-api.ts';

export const SENDER_NAME = /^[a-z0-9][a-z0-9.-]{0,39}$/;
/** Names of senders that nobody gave a credential of their own. */
export const UNNAMED_SENDERS = ['api', 'ingest', 'local'] as const;

/** A sender's name that is nobody else's already. */
export const senderName = z
  .string()
  .trim()
  .regex(SENDER_NAME, 'must be of a-z, 0-9, dots and dashes, at most 40')
  .refine((name) => !UNNAMED_SENDERS.some((one) => one === name), 'is taken');

/** One credential; what it is itself is shown only when it is made. */
export const ingestToken = z.object({
  id: z.string(),
  name: z.string().describe('Stands with all that comes with it, and in sentences that rest on it'),
  kind: z
    .enum(['sender', 'relay'])
    .describe('A relay is believed what its resources say in `request_desk.sender`'),
  services: z.array(z.string()).describe('Values of service.name that it may send; empty: any'),
  mib_per_minute: z.int().nullable().describe('What it may send; null: as configured'),
  state: keyState.extract(['active', 'revoked']),
  created_at: instant,
  created_by: z.string(),
  last_used_at: instant.nullable().describe('To the minute'),
  revoked_at: instant.nullable(),
});
export type IngestToken = z.infer<typeof ingestToken>;

/** `GET /support/v1/ingest-tokens`, newest first */
export const ingestTokenList = z.object({
  items: z.array(ingestToken),
  configured: z
    .array(z.object({ name: z.string(), variable: z.string() }))
    .describe('Senders whose token is in a variable'),
});
export type IngestTokenList = z.infer<typeof ingestTokenList>;

/** Body of `POST /support/v1/ingest-tokens` */
export const newIngestToken = z.strictObject({
  name: senderName,
  kind: z.enum(['sender', 'relay']).default('sender'),
  services: z.array(oneLine(200)).max(50).default([]),
  mib_per_minute: z.int().min(1).max(1_000_000).nullable().default(null),
});
export type NewIngestToken = z.input<typeof newIngestToken>;

/** `secret` is shown this one time. */
export const mintedIngestToken = z.object({ ...ingestToken.shape, secret: z.string() });
export type MintedIngestToken = z.infer<typeof mintedIngestToken>;
