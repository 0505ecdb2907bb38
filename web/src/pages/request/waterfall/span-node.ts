import { ATTR } from '@request-desk/shared/attributes';
import type { DossierSpan } from '@request-desk/shared/dossier';

/** A span in its place in the tree; times are microseconds on the dossier's axis. */
export interface SpanNode {
  /** The span id; of spans that share one, the second has `.2` behind it. */
  readonly key: string;
  readonly span: DossierSpan;
  /** Where it is drawn: as recorded, plus `shiftUs`. */
  start: number;
  end: number;
  /** What was added to its recorded time, because its clock cannot be right. */
  shiftUs: number;
  /** So far from the request that it would make the rest invisible; where it belongs is not known. */
  outside: boolean;
  /** It says neither when it began nor how long it took. */
  readonly untimed: boolean;
  /** The time that was sent, nanoseconds since 1970, where none could be so: it is drawn when it was received. */
  readonly sentNs: string | undefined;
  readonly children: SpanNode[];
  parent: SpanNode | undefined;
  depth: number;
  /** The parent it names is not among the spans, or naming it would close a circle. */
  orphan: boolean;
  /** It is an orphan because naming its parent would close a circle. */
  inCircle: boolean;
  /** Microseconds by which it seems to start before its parent: the two clocks disagree. */
  skewUs: number;
  /** Spans below it, and how many of them failed. */
  below: number;
  failedBelow: number;
}

/**
 * What ingestion writes into a span whose start was 0, whose end then stands for both, and into one whose
 * start cannot be: that of its receipt stands in its place.
 */
const SENT = ATTR.originalTimestamp;
/** Longer than any span lasts: an end without a start, as releases before stored it. */
const NO_DURATION_US = 10 * 365 * 86_400_000_000;

/** A span before it has a place. */
export function nodeOf(span: DossierSpan, key: string): SpanNode {
  const { [SENT]: sent } = span.attributes;
  const untimed = sent === '0' || span.duration_us > NO_DURATION_US;
  return {
    key,
    span,
    start: span.offset_us,
    end: span.offset_us + (untimed ? 0 : Math.max(0, span.duration_us)),
    shiftUs: 0,
    outside: false,
    untimed,
    sentNs: untimed ? undefined : sent,
    children: [],
    parent: undefined,
    depth: 0,
    orphan: false,
    inCircle: false,
    skewUs: 0,
    below: 0,
    failedBelow: 0,
  };
}

/** By start, the longer first. */
export const byStart = (a: SpanNode, b: SpanNode) => a.start - b.start || b.end - a.end;

/** Parents before their children, siblings as they stand. */
export function preorder(roots: readonly SpanNode[]): SpanNode[] {
  const order: SpanNode[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node; node = stack.pop()) {
    order.push(node);
    stack.push(...node.children.toReversed());
  }
  return order;
}

/** What a span is called in the tree; some tools write spans without a name. */
export function spanLabel({ name }: DossierSpan): string {
  return name.trim() === '' ? '(without a name)' : name;
}
