import { openReceiver } from '../desks/alerts-desk.ts';
import { openDesk } from '../desks/telemetry-desk.ts';

/**
 * What an API with Sentry sends there when it fails over each of `texts`: in the message of an exception
 * and of its cause, and in fields of both. Every one is of a type of its own, so that none is held back.
 */
export async function sentToSentry(texts: readonly string[]): Promise<string[]> {
  const receiver = await openReceiver();
  const desk = await openDesk(
    (app) => {
      app.get<{ Params: { n: string } }>('/fails/:n', ({ params: { n }, telemetry }) => {
        const text = texts[Number(n)] ?? '';
        telemetry.event.orgId = 'org_canary';
        const cause = Object.assign(new Error(`for ${text}`), { detail: text });
        const thrown = Object.assign(new Error(`failed with ${text}`, { cause }), { token: text });
        thrown.name = `Failure${n}`;
        throw thrown;
      });
    },
    `http://public@${new URL(receiver.url).host}/42`,
  );
  try {
    for (const n of texts.keys())
      await fetch(`http://127.0.0.1:${desk.port}/fails/${n}`, {
        headers: { cookie: `sid=${texts[n]?.replace(/[^!-~]/g, '')}` },
      });
  } finally {
    // Waits for what is on its way.
    await desk.close();
    await receiver.close();
  }
  if (receiver.received.length < texts.length)
    throw new Error(`${receiver.received.length} envelopes for ${texts.length} exceptions`);
  return receiver.received.map(({ body }) => body);
}
