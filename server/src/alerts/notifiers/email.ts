import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { DeliveryFault } from './delivery-fault.ts';
import { emailBody } from './email-body.ts';
import { type Message, subject } from './message.ts';
import type { Notifier, SendLimits, SettingsOf } from './notifier.ts';
import { PrivateAddress, publicAddressOf } from './public-address.ts';

/** Plain text and HTML over SMTP; the delivery's id is the Message-ID. */
export const email: Notifier<'email'> = {
  kind: 'email',
  secrets: ['password'],
  target: ({ to }) => to.join(', '),
  async send(message, settings, limits) {
    const transport = createTransport(await transportOf(settings, limits));
    try {
      await transport.sendMail({ ...mailOf(message), from: settings.from, to: settings.to });
      return 250;
    } catch (error) {
      throw faultOf(error);
    } finally {
      transport.close();
    }
  },
};

async function transportOf(settings: SettingsOf<'email'>, limits: SendLimits) {
  const { host, port, secure, user, password } = settings;
  const { allowPrivate, timeoutMs } = limits;
  return {
    host: allowPrivate ? host : await publicHost(host),
    ...{ port, secure },
    ...(isIP(host) ? {} : { tls: { servername: host } }),
    ...(user !== undefined ? { auth: { user, pass: password ?? '' }, requireTLS: !secure } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

async function publicHost(host: string): Promise<string> {
  try {
    return (await publicAddressOf(host)).address;
  } catch (error) {
    if (error instanceof PrivateAddress)
      throw new DeliveryFault(error.message, { retryable: false });
    throw new DeliveryFault('the name of the mail server cannot be resolved');
  }
}

function mailOf(message: Message) {
  const [first] = message.notices;
  const thread = first ? `<${first.incident.id}@request-desk>` : undefined;
  return {
    subject: subject(message),
    messageId: `<${message.id}@request-desk>`,
    date: message.createdAt,
    ...emailBody(message),
    ...(thread ? { references: thread, inReplyTo: thread } : {}),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** SMTP's 5xx are final, everything else may pass. */
function faultOf(error: unknown): DeliveryFault {
  const status =
    error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (!Number.isFinite(status)) return new DeliveryFault(`the mail server failed (${code})`);
  return new DeliveryFault(`the mail server answered ${status}`, {
    status,
    retryable: status < 500,
  });
}
