/** Paths that the API has: of any other one only the part that is declared is written down. */
export class DeclaredPaths {
  readonly #templates = new Set<string>();

  /** Notes the path of a route, as in `/v1/charges/:id`. */
  add(template: string): void {
    this.#templates.add(template);
  }

  /** The declared beginning of `path`, and `…` for the rest: that may hold anything. */
  known(path: string): string {
    if (path === '/' || path === '*' || this.#templates.has(path)) return path;
    const sent = path.split('/').slice(1);
    let most = 0;
    for (const template of this.#templates) most = Math.max(most, common(template, sent));
    return `${['', ...sent.slice(0, most)].join('/')}${most < sent.length ? '/…' : ''}`;
  }

  /** A sentence for callers, with each path in it cut in the same way. */
  within(sentence: string): string {
    return sentence.replace(PATH, (_, before: string, path: string, end: string) => {
      return before + this.known(path) + end;
    });
  }
}

const PATH = /(^|\s)(\/[^\s;,]*?)([.?!]?)(?=[\s;,]|$)/g;

/** How many segments of a template's fixed beginning were sent. */
function common(template: string, sent: readonly string[]): number {
  let count = 0;
  for (const part of template.split('/').slice(1)) {
    if (part === '' || /^[:*]/.test(part) || part !== sent[count]) break;
    count++;
  }
  return count;
}
