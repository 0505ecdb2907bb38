import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSecretName, isSecretNameAt, mayEndSecretName } from './secret-names.ts';

const SECRETS = [
  'authorization',
  'Cookie',
  'set-cookie',
  'cookies2',
  'db.PASSWORD',
  'passwds',
  'passphrase',
  'pwd',
  'client_secret',
  'TOKEN',
  'credentials',
  'api key',
  'apikey',
  'X-Api-Key',
  'access.key',
  ...['http.request.header.set-cookie[0]', 'args.token.12', 'secret[1', 'account_key.4'],
];
const OTHERS = [
  '',
  's',
  'service.version',
  'db.operation',
  'telemetry.sdk.language',
  'user_agent.original',
  ...['tokens', 'key', 'cookie[12345]', 'token.', 'token[]', 'token]', '.1', '[1]', 'pass word'],
];
const part = fc.oneof(
  fc.constantFrom(...SECRETS, ...OTHERS),
  fc.constantFrom('[0]', '.1', '[99999]', ']', '2', 's', '\u017f', 'key', 'ö', '-', ' '),
  fc.string({ maxLength: 6 }),
);

/** What the bytes of `name` say between others. */
function atBytes(name: string): boolean {
  const around = Buffer.from('token');
  const bytes = Buffer.concat([around, Buffer.from(name), around]);
  return isSecretNameAt(bytes, around.length, bytes.length - around.length);
}

const cases = [
  ...SECRETS.map((name) => ({ name, secret: true })),
  ...OTHERS.map((name) => ({ name, secret: false })),
];

it.each(cases)('says of $name as bytes what it says of the text', ({ name, secret }) => {
  expect([isSecretName(name), atBytes(name)]).toEqual([secret, secret]);
});

it('says of any name as bytes what it says of the text', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const name = Buffer.from(parts.join('')).toString();
      expect([name, atBytes(name)]).toEqual([name, isSecretName(name)]);
      const bytes = Buffer.from(name);
      if (isSecretName(name)) expect(mayEndSecretName(bytes, bytes.length)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
