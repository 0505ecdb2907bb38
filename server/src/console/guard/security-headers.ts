interface PolicyParts {
  /** Hash of a style element, or the nonce that it carries. */
  readonly style?: string;
  /** Who may frame the page, as CSP sources; nobody without it. */
  readonly ancestors?: readonly string[];
}

/** Scripts and styles come from our own files alone, and no page is framed but where it says so. */
export function contentPolicy({ style, ancestors = [] }: PolicyParts = {}): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${style === undefined ? '' : ` '${style}'`}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
  ].join('; ');
}

/** On every answer of the console listener. There is no CORS: no other site may read anything. */
export const SECURITY_HEADERS = {
  'content-security-policy': contentPolicy(),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not no-referrer: forms would say `Origin: null`, which does not identify the page.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const;
