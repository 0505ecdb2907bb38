import {
  type AuditEntryWire,
  type AuditPage,
  auditChain,
  auditPage,
  auditReport,
  type Copied,
} from '@request-desk/shared/audit-api';
import type { DraftedReply } from '@request-desk/shared/reply-uses-api';
import { type Revealing, revealed } from '@request-desk/shared/reveal-api';
import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

const AUDIT = '/support/v1/audit';

/** What narrows the audit; the same words as in the address of the page. */
export interface AuditSearch {
  readonly person?: string;
  readonly org?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

export type { AuditEntryWire };

function queryOf(filter: AuditSearch, before?: number): string {
  const query = new URLSearchParams({ ...filter });
  if (before !== undefined) query.set('before', String(before));
  return query.size === 0 ? '' : `?${query}`;
}

/** Entries, newest first, page by page. */
export const auditQuery = (filter: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      call(`${AUDIT}${queryOf(filter, pageParam)}`, { schema: auditPage, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }: AuditPage) => next ?? undefined,
  });

export const auditChainQuery = () =>
  queryOptions({
    queryKey: ['audit-chain'],
    queryFn: ({ signal }) => call(`${AUDIT}/chain`, { schema: auditChain, signal }),
    refetchInterval: 15_000,
  });

/** Walks over the whole chain. */
export function useVerifyAudit() {
  return useMutation({
    mutationFn: () => call(`${AUDIT}/verify`, { schema: auditReport, body: {} }),
  });
}

/** Where the entries are as CSV. */
export function auditCsvHref(filter: AuditSearch): string {
  return `${AUDIT}.csv${queryOf(filter)}`;
}

/** Asks for what the dossier withholds; it is kept nowhere but where it is shown. */
export function useReveal(id: string) {
  return useMutation({
    mutationFn: (body: Revealing) =>
      call(`/support/v1/requests/${encodeURIComponent(id)}/reveal`, { schema: revealed, body }),
    gcTime: 0,
  });
}

const KINDS: Readonly<Record<string, Copied['what']>> = {
  'Request id': 'id',
  Link: 'link',
  Markdown: 'markdown',
  JSON: 'event',
  'Event as JSON': 'event',
};

/** A drafted reply, and the requests that it is about. */
export interface Draft extends DraftedReply {
  readonly request_ids: readonly string[];
}

/** Tells the audit that something was copied from this page; nobody waits for it. */
export function reportCopied(what: string, draft?: Draft): void {
  const id = /^\/r\/([^/]+)/.exec(location.pathname)?.[1];
  const { request_ids = id === undefined ? [] : [decodeURIComponent(id)], ...reply } = draft ?? {};
  const body: Copied = {
    ...('code' in reply ? { reply } : {}),
    what:
      KINDS[what] ??
      (/repl/i.test(what) ? 'reply' : /query|command/i.test(what) ? 'query' : 'other'),
    request_ids: request_ids.map((one) => one.slice(0, 64)),
  };
  call('/support/v1/copies', { schema: NOTHING, body }).catch(() => undefined);
}
