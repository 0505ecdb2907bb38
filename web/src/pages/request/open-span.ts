import { createContext, useContext } from 'react';

/** Opens the details of a span in the trace, or closes them when given nothing. */
export type OpenSpan = (spanId: string | undefined) => void;

interface OpenSpanState {
  readonly id: string | undefined;
  readonly open: OpenSpan;
}

export const OpenSpanContext = createContext<OpenSpanState>({
  id: undefined,
  open: () => undefined,
});

export function useOpenSpan(): OpenSpan {
  return useContext(OpenSpanContext).open;
}

/** The span whose details are open. */
export function useOpenSpanId(): string | undefined {
  return useContext(OpenSpanContext).id;
}
