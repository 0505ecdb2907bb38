import type { DossierLog } from '@request-desk/shared/dossier';
import { ChevronRight, CircleAlert, Clock, Unlink } from 'lucide-react';
import { cn } from '../../../ui/cn.ts';
import type { CriticalStretch } from './critical-path.ts';
import { LogMarkers } from './log-markers.tsx';
import { SpanBar } from './span-bar.tsx';
import { type SpanNode, spanLabel } from './span-node.ts';
import type { TimeWindow } from './time-window.ts';

const INDENT_PX = 14;
const DEEPEST_INDENT = 12;

interface SpanRowProps {
  readonly node: SpanNode;
  readonly top: number;
  readonly window: TimeWindow;
  readonly colour: string;
  readonly active: boolean;
  readonly open: boolean;
  readonly collapsed: boolean;
  /** Undefined while nothing is searched. */
  readonly match: boolean | undefined;
  readonly critical: readonly CriticalStretch[] | undefined;
  readonly logs: readonly DossierLog[];
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

/** One span: its name in the tree and its bar in time. */
export function SpanRow(props: SpanRowProps) {
  const { node, active, open, collapsed, match } = props;
  const { span } = node;
  const failed = span.status === 'Error';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles keys for its active row
    <div
      id={`span-${node.key}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={node.depth + 1}
      aria-selected={active}
      aria-expanded={node.children.length > 0 ? !collapsed : undefined}
      onClick={props.onSelect}
      style={{ transform: `translateY(${props.top}px)` }}
      className={cn(
        'absolute top-0 left-0 flex h-7 w-full cursor-pointer items-stretch text-xs outline-none weak:hover:bg-hover',
        open && 'bg-accent-soft hover:bg-accent-soft',
        active && 'shadow-[inset_2px_0_0_var(--accent)]',
        match === false && 'opacity-35',
      )}
    >
      <div
        className="flex w-(--names) shrink-0 items-center gap-1 overflow-hidden border-r border-line pr-2"
        style={{ paddingLeft: 8 + Math.min(node.depth, DEEPEST_INDENT) * INDENT_PX }}
      >
        <Toggle {...props} />
        <span
          aria-hidden="true"
          className="h-3.5 w-0.75 shrink-0 rounded-full"
          style={{ background: props.colour }}
        />
        {failed && <CircleAlert aria-hidden="true" className="size-3.5 shrink-0 text-bad" />}
        {node.orphan && <Unlink aria-hidden="true" className="size-3 shrink-0 text-warn" />}
        {(node.skewUs > 0 || node.shiftUs !== 0 || node.outside) && (
          <Clock aria-hidden="true" className="size-3 shrink-0 text-warn" />
        )}
        <span
          className={cn(
            'truncate font-mono',
            failed && 'font-medium text-bad',
            match && 'underline',
          )}
        >
          <bdi title={`${spanLabel(span)} · ${span.service}`}>{spanLabel(span)}</bdi>
          <span className="sr-only">
            , {span.service}
            {failed && ', failed'}
          </span>
        </span>
        {collapsed && (
          <span className="ml-auto shrink-0 rounded bg-sunken px-1 text-2xs text-fg-3 tabular-nums">
            +{node.below}
            {node.failedBelow > 0 && <span className="text-bad"> · {node.failedBelow} failed</span>}
          </span>
        )}
      </div>
      <div className="relative mr-4 min-w-0 flex-1">
        <SpanBar
          node={node}
          window={props.window}
          colour={props.colour}
          failed={failed}
          critical={props.critical}
        />
        <LogMarkers logs={props.logs} window={props.window} />
      </div>
    </div>
  );
}

function Toggle({ node, collapsed, onToggle }: SpanRowProps) {
  if (node.children.length === 0) return <span className="w-4 shrink-0" />;
  return (
    <span
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      className="flex size-4 shrink-0 items-center justify-center rounded text-fg-3 hover:bg-line hover:text-fg"
    >
      <ChevronRight className={cn('size-3.5 transition-transform', !collapsed && 'rotate-90')} />
    </span>
  );
}
