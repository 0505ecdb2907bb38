import { type Draft, reportCopied } from '../api/audit.ts';
import { toast } from './toast-store.ts';

/**
 * Puts `text` on the clipboard and says so; `what` names it in the message, `draft` says which reply it
 * is. False: refused.
 */
export async function copy(text: string, what: string, draft?: Draft): Promise<boolean> {
  const done = await write(text);
  if (done) {
    toast(`${what} copied`);
    reportCopied(what, draft);
  } else toast(`${what} could not be copied: the browser refused`, 'bad');
  return done;
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeByCommand(text);
  }
}

/** For pages without a secure context, where the clipboard object does not exist. */
function writeByCommand(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'fixed opacity-0';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
