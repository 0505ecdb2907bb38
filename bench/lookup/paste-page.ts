/** What one paste took, in milliseconds. The phases `input` to `paint` add up to `verdict`. */
export interface Paste {
  readonly id: string;
  /** Until a frame with the verdict's sentence was painted. */
  readonly verdict: number;
  /** From the paste to the call. */
  readonly input: number;
  /** From the call to the first bytes of its answer. */
  readonly answer: number;
  /** Parsing, checking and rendering, until the verdict stands in the document. */
  readonly render: number;
  /** Layout and paint of it. */
  readonly paint: number;
  /** Until a frame was painted that has all evidence and the reply, too. */
  readonly whole: number;
}

/** A script for the page: pastes `id` as a mail would bring it and gives the times of its answer. */
export function pasteScript(id: string): string {
  return `(async () => {
    const data = new DataTransfer();
    data.setData('text/plain', 'please look at ${id}, thank you');
    document.activeElement?.blur();
    performance.clearResourceTimings();
    const verdict = () =>
      document.querySelector('article h1')?.textContent === '${id}' &&
      document.querySelector('article section');
    const until = (seen) =>
      new Promise((done) => {
        const look = () => {
          if (!seen()) return;
          watch.disconnect();
          const committed = performance.now();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done({ committed, painted: performance.now() });
            port2.postMessage(undefined);
          });
        };
        const watch = new MutationObserver(look);
        watch.observe(document, { subtree: true, childList: true, characterData: true });
      });
    const from = performance.now();
    const first = until(verdict);
    const last = until(() => verdict() && !verdict().querySelector('.animate-skeleton'));
    document.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    const [seen, whole] = await Promise.all([first, last]);
    const call = performance
      .getEntriesByType('resource')
      .find(({ name }) => name.includes('/support/v1/requests/${id}'));
    return {
      id: '${id}',
      verdict: seen.painted - from,
      input: call.startTime - from,
      answer: call.responseStart - call.startTime,
      render: seen.committed - call.responseStart,
      paint: seen.painted - seen.committed,
      whole: whole.painted - from,
    };
  })()`;
}
