import type { WaterfallState } from './use-waterfall.ts';
import { zoomBy } from './zoom-buttons.tsx';

interface Place {
  readonly state: WaterfallState;
  readonly activeIndex: number;
  readonly open: string | undefined;
}

type Action = (onOpen: (spanId: string | undefined) => void) => void;

const PAGE = 12;

/** What a key does in the tree, or undefined when it does nothing. */
export function keyAction(key: string, { state, activeIndex, open }: Place): Action | undefined {
  const { rows, collapsed } = state;
  const node = rows[activeIndex];
  const goTo =
    (index: number): Action =>
    (onOpen) => {
      const target = rows[Math.min(rows.length - 1, Math.max(0, index))];
      if (!target) return;
      state.setActive(target.key);
      if (open !== undefined) onOpen(target.key);
    };
  const fold =
    (closed: boolean): Action =>
    () => {
      const next = new Set(collapsed);
      if (!node) return;
      if (closed) next.add(node.key);
      else next.delete(node.key);
      state.setCollapsed(next);
    };
  const isCollapsed = node !== undefined && collapsed.has(node.key);

  switch (key) {
    case 'j':
    case 'ArrowDown':
      return goTo(activeIndex + 1);
    case 'k':
    case 'ArrowUp':
      return goTo(activeIndex - 1);
    case 'PageDown':
      return goTo(activeIndex + PAGE);
    case 'PageUp':
      return goTo(activeIndex - PAGE);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(rows.length - 1);
    case 'ArrowRight':
      return isCollapsed ? fold(false) : goTo(activeIndex + 1);
    case 'ArrowLeft':
      if (node && node.children.length > 0 && !isCollapsed) return fold(true);
      return goTo(node?.parent ? rows.indexOf(node.parent) : activeIndex);
    case 'Enter':
    case ' ':
      return (onOpen) => node && onOpen(open === node.key ? undefined : node.key);
    case 'Escape':
      return open === undefined ? undefined : (onOpen) => onOpen(undefined);
    case '+':
      return () => zoomBy(state, 0.5);
    case '-':
      return () => zoomBy(state, 2);
    case '0':
      return () => state.setWindow(undefined);
    default:
      return undefined;
  }
}
