import { z } from 'zod';
import { isLoopback } from './http/loopback.ts';

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((all) => all.filter((one) => one !== ''));
const optional = z.string().min(1).optional();

/** Variables of the sign-in by an OpenID provider. */
export const OIDC_VARIABLES = {
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be an https:// URL' }).optional(),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_SCOPES: z.string().default('openid profile email'),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  OIDC_SUPPORT: list,
  OIDC_ENGINEERS: list,
  OIDC_ADMINS: list,
};

type Variables = z.infer<z.ZodObject<typeof OIDC_VARIABLES>> & {
  readonly CONSOLE_URL?: string | undefined;
};

/** Contradictions among the variables, one line each that says what to set. */
export function oidcFaults(v: Variables): string[] {
  const roles = [...v.OIDC_SUPPORT, ...v.OIDC_ENGINEERS, ...v.OIDC_ADMINS];
  if (v.OIDC_ISSUER === undefined) {
    const orphan = v.OIDC_CLIENT_ID ?? v.OIDC_CLIENT_SECRET ?? roles[0];
    return orphan === undefined ? [] : ['OIDC_CLIENT_ID and its like need OIDC_ISSUER'];
  }
  const faults: string[] = [];
  const { protocol, hostname } = new URL(v.OIDC_ISSUER);
  if (protocol !== 'https:' && !isLoopback(hostname))
    faults.push('OIDC_ISSUER must be an https:// URL');
  if (v.OIDC_CLIENT_ID === undefined) faults.push('OIDC_ISSUER needs OIDC_CLIENT_ID');
  if (v.CONSOLE_URL === undefined)
    faults.push('OIDC_ISSUER needs CONSOLE_URL: the provider sends people back to it');
  if (roles.length === 0)
    faults.push(
      'OIDC_ISSUER needs OIDC_SUPPORT, OIDC_ENGINEERS or OIDC_ADMINS: else nobody has a role',
    );
  if (!/(^| )openid( |$)/.test(v.OIDC_SCOPES)) faults.push('OIDC_SCOPES must contain openid');
  return faults;
}

/** What the variables ask for; undefined without OIDC_ISSUER. */
export function oidcOf(v: Variables) {
  if (v.OIDC_ISSUER === undefined || v.OIDC_CLIENT_ID === undefined) return undefined;
  return {
    issuer: v.OIDC_ISSUER,
    clientId: v.OIDC_CLIENT_ID,
    clientSecret: v.OIDC_CLIENT_SECRET,
    scopes: v.OIDC_SCOPES,
    groupsClaim: v.OIDC_GROUPS_CLAIM,
    roles: { support: v.OIDC_SUPPORT, engineer: v.OIDC_ENGINEERS, admin: v.OIDC_ADMINS },
  };
}
