/** The token of an Authorization header of the scheme Bearer (RFC 6750); undefined for any other. */
export function bearerTokenOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
