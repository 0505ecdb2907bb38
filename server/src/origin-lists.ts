import { z } from 'zod';
import { isLoopback } from './http/loopback.ts';

const ANCESTORS_FAULT =
  'must be origins such as https://acme.zendesk.com or https://*.zendesk.com, separated by spaces; http:// on loopback only';

/**
 * SIDEBAR_FRAME_ANCESTORS: who may frame the sidebar page, as CSP host sources (W3C CSP3, 2.3.1).
 * A path would be ignored by browsers, and a lone `*` lets in everybody: both are faults.
 */
export const frameAncestors = listOf(isAncestor, ANCESTORS_FAULT);

function isAncestor(source: string): boolean {
  const parts = /^(https?):\/\/((?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*)(:\d{1,5})?$/i.exec(source);
  if (parts === null) return false;
  const [, scheme, host = ''] = parts;
  // A wildcard over a whole top-level domain is everybody.
  if (host.startsWith('*.') && host.split('.').length < 3) return false;
  return scheme?.toLowerCase() === 'https' || isLoopback(host);
}

const PAGES_FAULT =
  'must be origins such as https://app.example or http://localhost:5173, separated by commas';

/** OTLP_CORS_ORIGINS: pages of which origins may send telemetry from browsers. */
export const webOrigins = listOf(isPageOrigin, PAGES_FAULT);

/** As browsers write them: without a path, in small letters, without the usual port. */
function isPageOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** At least one, separated by commas or white space. */
function listOf(isGood: (one: string) => boolean, fault: string) {
  return z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .refine((all) => all.length > 0 && all.every(isGood), fault);
}
