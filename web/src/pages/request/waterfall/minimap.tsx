import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { drawMinimap } from './draw-minimap.ts';
import { clampWindow, shareOf, type TimeWindow } from './time-window.ts';
import type { WaterfallState } from './use-waterfall.ts';

/** Fewer pixels than this are a click, not a drag. */
const DRAG_PX = 4;
const percent = (share: number) => `${Math.min(1, Math.max(0, share)) * 100}%`;

/** The whole trace in small; dragging over it zooms, a double click shows everything again. */
export function Minimap({ state }: { state: WaterfallState }) {
  const { tree, whole, window } = state;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<TimeWindow>();

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () => drawMinimap(element, tree, whole);
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
    };
  }, [tree, whole]);

  const timeAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return whole.from + ((event.clientX - box.left) / box.width) * (whole.to - whole.from);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const { width } = event.currentTarget.getBoundingClientRect();
    if (drag && Math.abs(drag.to - drag.from) / (whole.to - whole.from) > DRAG_PX / width)
      state.setWindow(drag);
    setDrag(undefined);
  };
  const shown = drag ? clampWindow(drag, whole) : window;

  return (
    <div
      aria-hidden="true"
      title="Drag to zoom, double click for the whole trace"
      className="relative h-12 cursor-crosshair touch-none overflow-hidden border-t border-line bg-sunken select-none"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: timeAt(event), to: timeAt(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: timeAt(event) })}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
      onDoubleClick={() => state.setWindow(undefined)}
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" />
      {(state.zoomed || drag) && (
        <>
          <div
            className="absolute inset-y-0 left-0 bg-bg opacity-75"
            style={{ width: percent(shareOf(whole, shown.from)) }}
          />
          <div
            className="absolute inset-y-0 right-0 bg-bg opacity-75"
            style={{ left: percent(shareOf(whole, shown.to)) }}
          />
          <div
            className="absolute inset-y-0 border-x-2 border-accent"
            style={{
              left: percent(shareOf(whole, shown.from)),
              width: percent(shareOf(whole, shown.to) - shareOf(whole, shown.from)),
            }}
          />
        </>
      )}
    </div>
  );
}
