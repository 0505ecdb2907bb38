import { z } from 'zod';

const TEMPLATE = 'must be an http:// or https:// URL with {trace_id} in it';
const PLACE = '{trace_id}';
const optional = z.string().min(1).optional();

/** Variables that say where a request's page links to. */
export const LINK_VARIABLES = {
  SENTRY_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  SENTRY_ORG: optional,
  SENTRY_PROJECT: optional,
  TRACE_URL_TEMPLATE: z.string().refine(isTemplate, TEMPLATE).optional(),
};

/** The page of a trace by a template such as `https://jaeger.example/trace/{trace_id}`, if there is one. */
export function traceUrl(template: string | undefined, traceId: string): string | undefined {
  return template?.replaceAll(PLACE, traceId);
}

function isTemplate(text: string): boolean {
  const url = URL.parse(text.replaceAll(PLACE, '0'.repeat(32)));
  return text.includes(PLACE) && url !== null && /^https?:$/.test(url.protocol);
}
