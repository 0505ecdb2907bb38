import type uPlot from 'uplot';
import { type ChartData, isUnfinished } from './chart-data.ts';

/** Makes the bar of a step that is not over yet paler, so that nobody takes it for a fall. */
export function fadeUnfinished(
  { ctx, bbox, valToPos }: uPlot,
  { kind, at, stepS }: ChartData,
  background: string,
): void {
  const last = at.at(-1);
  if (kind !== 'stack' || last === undefined || !isUnfinished(last, stepS, Date.now())) return;
  const left = Math.max(bbox.left, valToPos(Date.parse(last) / 1000, 'x', true));
  ctx.save();
  ctx.fillStyle = background;
  ctx.globalAlpha = 0.5;
  ctx.fillRect(left, bbox.top, bbox.left + bbox.width - left, bbox.height);
  ctx.restore();
}
