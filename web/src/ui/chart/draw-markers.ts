import type uPlot from 'uplot';
import type { ChartMarker } from './chart-data.ts';

const TONE = {
  release: 'var(--fg-3)',
  alert: 'var(--bad)',
  maintenance: 'var(--fg-3)',
} as const;

/** Dashed lines at the markers' times, with a flag at the top; stretches as bands with a rule there. */
export function drawMarkers(
  u: uPlot,
  markers: readonly ChartMarker[],
  colour: (css: string) => string,
): void {
  const { ctx, bbox } = u;
  const scale = devicePixelRatio || 1;
  for (const marker of markers) {
    const { at, tone } = marker;
    if (marker.until !== undefined) {
      drawBand(u, marker.at, marker.until, colour(TONE[tone]));
      continue;
    }
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

function drawBand({ ctx, bbox, valToPos }: uPlot, from: string, to: string, fill: string): void {
  const end = bbox.left + bbox.width;
  const left = Math.max(bbox.left, valToPos(Date.parse(from) / 1000, 'x', true));
  const right = Math.min(end, valToPos(Date.parse(to) / 1000, 'x', true));
  if (right <= left) return;
  ctx.save();
  ctx.fillStyle = fill;
  ctx.globalAlpha = 0.14;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 1;
  ctx.fillRect(left, bbox.top, right - left, 3 * (devicePixelRatio || 1));
  ctx.restore();
}
