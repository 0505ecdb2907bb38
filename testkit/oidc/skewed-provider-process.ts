/** A provider whose clock is off: `node skewed-provider-process.ts MILLISECONDS PORT REDIRECT_URI`. */
import { startOidcProvider } from './oidc-provider.ts';

const [shiftMs, port, redirectUri = ''] = process.argv.slice(2);
const real = Date.now;
Date.now = () => real() + Number(shiftMs);

const ada = { email: 'ada@desk.example', email_verified: true, groups: ['desk-admins'] };
const { clientSecret } = await startOidcProvider({
  port: Number(port),
  redirectUri,
  accounts: { ada },
});
process.stdout.write(`secret ${clientSecret}\n`);
