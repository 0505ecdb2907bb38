import type uPlot from 'uplot';
import type { ChartMarker } from './chart-data.ts';

const TONE = { release: 'var(--fg-3)', alert: 'var(--bad)' } as const;

/** Dashed lines through the chart at the markers' times, with a flag at the top. */
export function drawMarkers(
  u: uPlot,
  markers: readonly ChartMarker[],
  colour: (css: string) => string,
): void {
  const { ctx, bbox } = u;
  const scale = devicePixelRatio || 1;
  for (const { at, tone } of markers) {
    const x = Math.round(u.valToPos(Date.parse(at) / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = colour(TONE[tone]);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = scale;
    ctx.setLineDash([3 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const half = 4 * scale;
    ctx.beginPath();
    ctx.moveTo(x - half, bbox.top - half);
    ctx.lineTo(x + half, bbox.top - half);
    ctx.lineTo(x, bbox.top + half);
    ctx.fill();
    ctx.restore();
  }
}
