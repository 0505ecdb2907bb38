/** Request ids that name their trace, whatever their prefix. */
import type { IdForm } from './id-form.ts';
import { requestIdOf, traceIdOf } from './ids.ts';

type RequestIdForm = IdForm & { readonly names_trace: boolean };

/** The trace that `id` (of the form) names; undefined where ids name none. */
export function traceOfId(form: RequestIdForm, id: string): string | undefined {
  return form.names_trace ? traceIdOf(`req_${id.slice(form.prefix.length)}`) : undefined;
}

/** The request id that is half of `traceId`; undefined where there is none. */
export function idOfTrace(form: RequestIdForm, traceId: string): string | undefined {
  const named = form.names_trace ? requestIdOf(traceId) : undefined;
  return named && form.prefix + named.slice('req_'.length);
}
