import { escapeHtml } from '../../http/html-escape.ts';
import { Html } from './html.ts';

/** Prose with `code` and [links](#anchor) to this documentation. */
export function prose(text: string): Html {
  const marked = escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\[([^\]]+)\]\(([#/][\w#/-]*)\)/g, '<a href="$2">$1</a>');
  return new Html(marked);
}
