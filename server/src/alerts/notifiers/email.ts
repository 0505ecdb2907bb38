import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { systemCode } from '@request-desk/shared/system-code';
import { DeliveryFault } from './delivery-fault.ts';
import { emailBody } from './email-body.ts';
import { type Message, subject } from './message.ts';
import type { Notifier, SendLimits, SettingsOf } from './notifier.ts';
import { PrivateAddress, publicAddressOf } from './public-address.ts';

/** A server that says a little now and then must not keep the channel busy: so many timeouts in all. */
const TIMEOUTS_IN_ALL = 3;

/** Plain text and HTML over SMTP; the delivery's id is the Message-ID. */
export const email: Notifier<'email'> = {
  kind: 'email',
  missing({ user, password }, before) {
    const hadPassword = before?.kind === 'email' && before.password !== undefined;
    return user !== undefined && password === undefined && hadPassword
      ? 'password: needed again, the server or user is another'
      : undefined;
  },
  target: ({ to }) => to.join(', '),
  async send(message, settings, limits) {
    // Loaded with the first mail: most desks send none.
    const { createTransport } = await import('nodemailer');
    const totalMs = limits.timeoutMs * TIMEOUTS_IN_ALL;
    const deadline = AbortSignal.timeout(totalMs);
    const transport = createTransport(await transportOf(settings, limits, deadline));
    try {
      await transport.sendMail({ ...mailOf(message), from: settings.from, to: settings.to });
      return 250;
    } catch (error) {
      if (deadline.aborted)
        throw new DeliveryFault(`the mail server did not take it within ${totalMs / 1000} s`);
      throw faultOf(error);
    } finally {
      transport.close();
    }
  },
};

async function transportOf(
  settings: SettingsOf<'email'>,
  { allowPrivate, timeoutMs }: SendLimits,
  deadline: AbortSignal,
) {
  const { host, port, secure, user, password } = settings;
  const address = allowPrivate ? host : await publicHost(host);
  return {
    host: address,
    getSocket: (_: unknown, done: SocketMade) => {
      if (!deadline.aborted) open({ host: address, port, timeout: timeoutMs }, deadline, done);
      else done(new Error('too late'));
    },
    port,
    secure,
    ...(isIP(host) ? {} : { tls: { servername: host } }),
    ...(user !== undefined ? { auth: { user, pass: password ?? '' }, requireTLS: !secure } : {}),
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

type SocketMade = (error: Error | null, made?: { readonly connection: Socket }) => void;

/** A connection of our own, to end it at the deadline whatever comes over it. */
function open(to: TcpNetConnectOpts, deadline: AbortSignal, done: SocketMade): void {
  const socket = connect(to);
  const end = () => socket.destroy(new Error('too late'));
  socket.once('timeout', end);
  deadline.addEventListener('abort', end);
  socket.once('close', () => deadline.removeEventListener('abort', end));
  socket.once('error', done);
  socket.once('connect', () => {
    socket.off('error', done);
    socket.off('timeout', end);
    done(null, { connection: socket });
  });
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
  const code = systemCode(error) ?? 'unknown';
  if (!Number.isFinite(status)) return new DeliveryFault(`the mail server failed (${code})`);
  return new DeliveryFault(`the mail server answered ${status}`, {
    status,
    retryable: status < 500,
  });
}
