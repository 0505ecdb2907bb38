import type { Claim, DossierFound } from '@request-desk/shared/dossier';

/** The claims of a verdict without what the headline and the facts above them have said already. */
export function newClaims({ request, verdict }: DossierFound): Claim[] {
  const answered =
    request && `${request.method} ${request.route || request.path} was answered with `;
  return verdict.claims.filter(
    ({ text }) => text !== verdict.summary && !(answered && text.startsWith(answered)),
  );
}
