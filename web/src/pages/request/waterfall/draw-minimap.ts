import { serviceColour } from './service-colour.ts';
import type { SpanTree } from './span-tree.ts';
import type { TimeWindow } from './time-window.ts';
import { visibleRows } from './visible-rows.ts';

const TALLEST_BAR = 5;
const MARGIN = 5;

/** Draws every span of `whole` as a line; many spans share a pixel, failed ones are drawn last and win. */
export function drawMinimap(canvas: HTMLCanvasElement, tree: SpanTree, whole: TimeWindow): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = height * scale;
  context.scale(scale, scale);

  const rows = visibleRows(tree.roots, new Set());
  const pitch = (height - 2 * MARGIN) / rows.length;
  const bar = Math.max(1, Math.min(TALLEST_BAR, pitch * 0.7));
  const perMicro = width / (whole.to - whole.from);
  const style = getComputedStyle(canvas);
  const colourOf = new Map(
    tree.services.map((service) => [
      service,
      resolve(style, serviceColour(tree.services, service)),
    ]),
  );
  const failed = resolve(style, 'var(--bad)');
  for (const errors of [false, true]) {
    for (const [index, node] of rows.entries()) {
      if ((node.span.status === 'Error') !== errors) continue;
      context.fillStyle = errors ? failed : (colourOf.get(node.span.service) ?? failed);
      const x = (node.start - whole.from) * perMicro;
      const length = Math.max(1.5, (node.end - node.start) * perMicro);
      context.fillRect(x, MARGIN + Math.min(pitch, TALLEST_BAR * 1.5) * index, length, bar);
    }
  }
}

/** A canvas does not know `var()`. */
function resolve(style: CSSStyleDeclaration, colour: string): string {
  return style.getPropertyValue(colour.slice(4, -1)).trim();
}
