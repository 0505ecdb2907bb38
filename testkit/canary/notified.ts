import { openMailbox } from '../clients/mailbox.ts';
import { openReceiver } from '../desks/alerts-desk.ts';
import type { DeskProcess } from '../desks/desk-process.ts';
import { poll } from '../poll.ts';

/** A webhook, a Slack channel and a mailbox that a desk notifies. */
export interface Notified {
  /** Resolves, once an alert has reached each of them, with all that came. */
  all(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Sets the three up at `desk`, with `secret` in their settings, and a rule of the name `planted` that
 * fires at the first answers with one of `codes`. The desk has to allow private targets.
 */
export async function notifiedBy(
  desk: Pick<DeskProcess, 'consoleUrl' | 'staffToken'>,
  codes: readonly string[],
  { secret, planted }: { readonly secret: string; readonly planted: string },
): Promise<Notified> {
  const [webhook, slack, mailbox] = await Promise.all([
    openReceiver(),
    openReceiver(),
    openMailbox(),
  ]);
  const post = async (path: string, body: object) => {
    const headers = {
      authorization: `Bearer ${desk.staffToken}`,
      'content-type': 'application/json',
    };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${desk.consoleUrl}/support/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const signing = `whsec_${Buffer.from(secret).toString('base64')}`;
  const mail = {
    kind: 'email',
    host: '127.0.0.1',
    port: mailbox.port,
    password: secret,
    from: 'desk@example.com',
    to: ['staff@example.com'],
  };
  for (const settings of [
    { kind: 'webhook', url: webhook.url, secret: signing },
    { kind: 'slack', url: `${slack.url}/services/${encodeURIComponent(secret)}` },
    mail,
  ])
    await post('/alert-channels', { name: settings.kind, enabled: true, settings });
  await post('/alert-rules', {
    name: planted,
    codes,
    measure: 'count',
    threshold: 1,
    window_s: 20,
    severity: 'notify',
  });
  return {
    all: async () =>
      await poll('each channel to be notified of an alert', async () => {
        const sent = [webhook.received, slack.received].map((list) => list.map(({ body }) => body));
        const all = [...sent, mailbox.mails];
        const notified = all.every((list) => list.some((text) => text.includes(planted)));
        return notified ? all.flat() : undefined;
      }),
    async close() {
      await Promise.all([webhook.close(), slack.close(), mailbox.close()]);
    },
  };
}
