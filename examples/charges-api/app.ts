/** Another company's API: it charges cards. All that it has of Request Desk is `desk`. */
import { Readable } from 'node:stream';
import { Failure, requestDesk } from '@request-desk/fastify';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import profile from './profile.json' with { type: 'json' };

export interface ChargesOptions {
  /** The OTLP listener of the desk, and its INGEST_API_TOKEN. */
  readonly endpoint: string;
  readonly token?: string | undefined;
  /** A directory of this process alone. */
  readonly spool: string;
  readonly sentryDsn?: string | undefined;
  readonly fingerprintSecret?: string | undefined;
  readonly log?: Parameters<typeof requestDesk>[0]['log'];
}

/** Keys of customers; a real API has a database. */
const ACCOUNTS: Readonly<Record<string, { readonly id: string; readonly cancelled?: boolean }>> = {
  sk_4eC39HqLyjWDarjtT1zdp7dc: { id: 'acct_9k2m4x7q1z0a' },
  sk_7Fh20LmQzXvBnKsRtY8uWp3e: { id: 'acct_3b8n5c6v2m1k', cancelled: true },
};
const CALLS_A_SECOND = 20;

const BODY = {
  type: 'object',
  required: ['amount', 'card'],
  properties: { amount: { type: 'number' }, card: { type: 'string', maxLength: 100 } },
} as const;

/** The API, not yet listening. */
export async function chargesApi(options: ChargesOptions): Promise<FastifyInstance> {
  const { endpoint, token, spool, sentryDsn, fingerprintSecret, log } = options;
  const desk = requestDesk({
    profile,
    endpoint,
    token,
    spool,
    fingerprintSecret,
    log,
    ignore: ['/healthz'],
    release: '2026.11',
    sentry: sentryDsn === undefined ? undefined : { dsn: sentryDsn },
  });
  const app = Fastify(desk.serverOptions());
  await app.register(desk.plugin);

  app.setErrorHandler((error, { id }, reply) => {
    const { statusCode = 500, message } = error as Partial<Failure>;
    if (error instanceof Failure || statusCode < 500) {
      const code = error instanceof Failure ? error.code : 'bad_request';
      return reply.code(statusCode).send({ error: { code, message, id } });
    }
    const sorry = 'Something broke on our side; try again later.';
    return reply.code(500).send({ error: { code: 'our_fault', message: sorry, id } });
  });

  const calls = new Map<string, number[]>();
  const authenticate = async (request: FastifyRequest) => {
    const key = /^Bearer (sk_\w{24})$/.exec(request.headers.authorization ?? '')?.[1];
    if (!key) throw desk.fail('who_are_you', 'no_key', 'Send your key as a bearer token.');
    const account = ACCOUNTS[key];
    const { event } = request.telemetry;
    event.keyPrefix = key.slice(0, profile.key.shown);
    if (!account) throw desk.fail('who_are_you', 'not_ours', 'This key does not work.');
    event.orgId = account.id;
    if (account.cancelled) throw desk.fail('who_are_you', 'cancelled', 'This key does not work.');
    const recent = (calls.get(key) ?? []).filter((at) => performance.now() - at < 1000);
    if (recent.length >= CALLS_A_SECOND)
      throw desk.fail(
        'slow_down',
        'spike',
        `${CALLS_A_SECOND} calls a second are allowed; wait a second.`,
      );
    calls.set(key, [...recent, performance.now()]);
  };

  app.get('/healthz', async () => ({ ok: true }));
  await app.register(async (api) => {
    api.addHook('onRequest', authenticate);
    api.post<{ Body: { amount: number; card: string } }>(
      '/v1/charges',
      { schema: { body: BODY } },
      async (request, reply) => {
        const { amount, card } = request.body;
        if (!Number.isInteger(amount))
          throw desk.fail('bad_amount', 'not_whole', 'The amount is in whole cents.');
        await request.telemetry.child('ask the issuer', async () => {
          request.log.info({ amount }, 'asking the issuer');
          if (card === 'no_funds')
            throw desk.fail('card_declined', 'no_funds', 'The card was declined.');
          if (card === 'crash') throw new TypeError('the issuer answered with nothing');
        });
        return reply.code(201).send({ id: request.id, amount });
      },
    );
    api.get<{ Params: { id: string } }>('/v1/charges/:id', async ({ params }) => {
      throw desk.fail('no_charge', 'nowhere', `There is no charge ${params.id.slice(0, 40)}.`);
    });
    api.get('/v1/statement', async (_request, reply) =>
      // The database goes away in the middle of it.
      reply.type('text/csv').send(Readable.from(statement())),
    );
  });
  return app;
}

async function* statement(): AsyncGenerator<string> {
  yield 'id,amount\n';
  await new Promise((resolve) => setTimeout(resolve, 50));
  throw new Error('the ledger went away');
}
