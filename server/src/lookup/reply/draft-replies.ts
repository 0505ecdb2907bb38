import { ATTR } from '@request-desk/shared/attributes';
import type { Dossier, DossierFound, RequestContext } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { classOf } from '@request-desk/shared/profile-codes';
import { callerOf } from '../caller.ts';
import type { AlertQuery, LookupOptions } from '../sources.ts';
import { batchReplies } from './batch.ts';
import { type ReplyContext, writerOf } from './dossier-replies.ts';
import { replyLocale } from './locales.ts';
import { withoutIdReplies } from './other-replies.ts';

/**
 * The drafts for one text: by organisation, or what to ask where the text holds no id. `seen` looks
 * like one there, and is none.
 */
export async function draftReplies(
  options: LookupOptions,
  items: readonly Dossier[],
  locale: string | undefined,
  seen: readonly string[] = [],
): Promise<Pick<Lookups, 'reply' | 'org_replies' | 'without_id'>> {
  const writer = writerOf(options);
  const found = items.filter((item) => item.found);
  const [keys, alerts] = [await keysOf(options, found), await alertsOf(options, found)];
  const knownOf = (item: DossierFound): ReplyContext => ({
    ...keys.get(keyOf(item)),
    ...(alerts.has(faultOf(item))
      ? { context: { ...item.context, alert: alerts.get(faultOf(item)) ?? null } }
      : {}),
  });
  const own = batchReplies(writer, found, options.now(), knownOf);
  const [first] = own;
  const only = own.length === 1 ? first?.replies[replyLocale(options.profile, locale)] : undefined;
  return {
    reply: only ?? null,
    org_replies: own,
    ...(items.length === 0 ? { without_id: withoutIdReplies(writer, seen) } : {}),
  };
}

/** What the directory has of the keys that were refused, each asked for once. */
async function keysOf(
  options: LookupOptions,
  found: readonly DossierFound[],
): Promise<Map<string, ReplyContext>> {
  const known = new Map<string, ReplyContext>();
  for (const item of found) {
    const { request } = item;
    if (request === null || request.key_id === '' || known.has(keyOf(item))) continue;
    const kind = classOf(options.profile, request.code ?? '', request.status);
    if (request.code === null || (kind !== 'auth' && kind !== 'permission')) continue;
    const { key, replacement, holders } = await callerOf(options, request);
    known.set(keyOf(item), { key, replacement, holders });
  }
  return known;
}

/** Of many requests only the events were read: to which incidents their faults belong. */
async function alertsOf(
  options: LookupOptions,
  found: readonly DossierFound[],
): Promise<Map<string, RequestContext['alert']>> {
  const asked = new Map<string, AlertQuery>();
  for (const item of found) {
    const { request, summary_only: isSummary } = item;
    if (!isSummary || request === null || request.code === null) continue;
    const { code, status, route, org } = request;
    if (classOf(options.profile, code, status) !== 'server' || asked.has(faultOf(item))) continue;
    const at = new Date(Date.parse(request.started_at) + request.duration_ms);
    asked.set(faultOf(item), { at, code, status, route, org });
  }
  if (asked.size === 0) return new Map();
  const alerts = await options.alertsAt([...asked.values()]).catch(() => []);
  return new Map([...asked.keys()].map((fault, n) => [fault, alerts[n] ?? null]));
}

/** Faults of one minute, route and organisation are of one incident. */
function faultOf({ request }: DossierFound): string {
  return `${request?.started_at.slice(0, 16)} ${request?.code} ${request?.route} ${request?.org}`;
}

function keyOf({ request }: DossierFound): string {
  return `${request?.key_id} ${request?.code} ${request?.attributes[ATTR.scopeRequired] ?? ''}`;
}
