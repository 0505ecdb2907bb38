import 'uplot/dist/uPlot.min.css';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useZone } from '../zone.ts';
import type { ChartData } from './chart-data.ts';
import { plotData, plotOptions } from './plot-options.ts';

export interface PlotProps {
  readonly data: ChartData;
  readonly height: number;
  /** The step pointed at, or undefined when none is. */
  readonly onPoint: (index: number | undefined) => void;
  /** A click or Enter on a step. */
  readonly onPick?: ((index: number) => void) | undefined;
  /** A stretch dragged over. */
  readonly onBrush?: ((from: string, to: string) => void) | undefined;
}

/** Draws with uPlot; rebuilt when its shape changes, fed when only its numbers do. */
export function Plot({ data, height, onPoint, onPick, onBrush }: PlotProps) {
  const box = useRef<HTMLElement>(null);
  const plot = useRef<uPlot>(undefined);
  const zone = useZone();
  const latest = useRef({ data, onPoint, onPick, onBrush });
  latest.current = { data, onPoint, onPick, onBrush };
  const shape = JSON.stringify([
    data.kind,
    data.log,
    data.before !== undefined,
    data.stepS,
    zone,
    data.lines.map(({ key, colour, dash }) => [key, colour, dash]),
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for what is drawn
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      const size = { width: element.clientWidth, height };
      plot.current = new uPlot(
        plotOptions(() => latest.current, zone, size, getComputedStyle(element)),
        plotData(latest.current.data),
        element,
      );
    };
    draw();
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height }),
    );
    resized.observe(element);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape, height]);

  useEffect(() => plot.current?.setData(plotData(data)), [data]);

  const onKeyDown = (event: KeyboardEvent) => {
    const u = plot.current;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!u) return;
    const here = u.cursor.idx ?? undefined;
    if (event.key === 'Enter' && here !== undefined) onPick?.(here);
    if (step === undefined) return;
    event.preventDefault();
    const last = data.at.length - 1;
    const next = Math.min(last, Math.max(0, (here ?? last + 1) + step));
    u.setCursor({ left: u.valToPos(u.data[0][next] ?? 0, 'x'), top: 10 });
  };

  return (
    <section
      ref={box}
      aria-label={`${data.label}. The arrow keys step through the numbers`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrow keys cannot reach it
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => onPoint(undefined)}
      className={`size-full ${onPick ? 'cursor-pointer' : ''}`}
    />
  );
}
