/**
 * A data block that the server put into the page, so it is there before the first drawing; the
 * server has checked it. Throws where the page came from elsewhere.
 */
export function blockOf<T>(page: Document, id: 'profile' | 'directory'): T {
  const text = page.getElementById(id)?.textContent;
  if (!text) throw new Error(`this page has no ${id}: open it from the console\u2019s own address`);
  return JSON.parse(text) as T;
}
