import { senderName } from '@request-desk/shared/ingest-token-api';
import { z } from 'zod';

const FORM =
  'must be name=token, comma-separated: names of a-z, 0-9, dots and dashes, other than api, ingest ' +
  'and local, each once; tokens of at least 32 characters';

const sender = z.object({
  name: z.string().refine((name) => senderName.safeParse(name).success, FORM),
  token: z.string().min(32, FORM),
});

/** INGEST_SENDERS: a bearer token for each sender of telemetry, which names what comes with it. */
export const ingestSenders = z
  .string()
  .transform((text) =>
    text.split(',').map((pair) => {
      const [name = '', ...token] = pair.trim().split('=');
      return { name, token: token.join('=') };
    }),
  )
  .pipe(
    z.array(sender).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, FORM),
  );
