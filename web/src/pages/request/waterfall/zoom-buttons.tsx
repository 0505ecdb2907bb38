import { ZoomIn, ZoomOut } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { zoom } from './time-window.ts';
import type { WaterfallState } from './use-waterfall.ts';

const CLOSER = 0.5;
const FARTHER = 2;

/** Zoom without a pointer; `+`, `-` and `0` do the same in the tree. */
export function ZoomButtons({ state }: { state: WaterfallState }) {
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        className="px-1.5"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => zoomBy(state, CLOSER)}
      >
        <ZoomIn aria-hidden="true" className="size-3.5" />
      </Button>
      <Button
        variant="ghost"
        size="sm"
        className="px-1.5"
        aria-label="Zoom out"
        title="Zoom out (-)"
        disabled={!state.zoomed}
        onClick={() => zoomBy(state, FARTHER)}
      >
        <ZoomOut aria-hidden="true" className="size-3.5" />
      </Button>
      {state.zoomed && (
        <Button variant="ghost" size="sm" onClick={() => state.setWindow(undefined)}>
          Whole trace
        </Button>
      )}
    </>
  );
}

/** Zooms around the active span, or around the middle. */
export function zoomBy(state: WaterfallState, factor: number): void {
  const { window, whole } = state;
  const node = state.active === undefined ? undefined : state.tree.byKey.get(state.active);
  const middle = node ? (node.start + node.end) / 2 : (window.from + window.to) / 2;
  const anchor = Math.min(1, Math.max(0, (middle - window.from) / (window.to - window.from)));
  const next = zoom(window, factor, anchor, whole);
  state.setWindow(next.from <= whole.from && next.to >= whole.to ? undefined : next);
}
