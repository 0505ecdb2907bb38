interface Kept {
  readonly value: string;
  readonly path: string;
}

/** A client that keeps cookies by host and path and follows redirects, as a browser does. */
export class CookieBrowser {
  readonly #jar = new Map<string, Map<string, Kept>>();
  /** Every address that the last navigation went through. */
  readonly visited: string[] = [];

  /** Opens an address as a person does, over all redirects. */
  async open(url: string, form?: URLSearchParams): Promise<{ url: string; response: Response }> {
    this.visited.length = 0;
    let response = await this.fetch(url, form ? { method: 'POST', body: form } : {});
    for (let hops = 0, at = url; ; hops++) {
      this.visited.push(at);
      const location = response.headers.get('location');
      if (location === null || hops > 20) return { url: at, response };
      at = new URL(location, at).href;
      response = await this.fetch(at);
    }
  }

  /** One call with the cookies of its address. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { hostname, pathname } = new URL(url);
    const own = this.#jar.get(hostname) ?? new Map<string, Kept>();
    const cookie = [...own]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([key, { value }]) => `${key.slice(key.indexOf(' ') + 1)}=${value}`)
      .join('; ');
    const headers = { ...(init.headers as Record<string, string> | undefined), cookie };
    const call = () => fetch(url, { ...init, headers, redirect: 'manual' });
    // A connection kept from before a restart of the listener: browsers open a new one, too.
    const response = await call().catch(call);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const gone = /max-age=0\b|expires=Thu, 01 Jan 1970/i.test(line) || value === '';
      if (gone) own.delete(`${path} ${name}`);
      else own.set(`${path} ${name}`, { value, path });
    }
    this.#jar.set(hostname, own);
    return response;
  }

  /** Submits the only form of a page, with what is hidden in it and `fields`. */
  async submit(
    page: { url: string; response: Response },
    fields: Readonly<Record<string, string>>,
  ): Promise<{ url: string; response: Response }> {
    const html = await page.response.text();
    const action = /<form[^>]*\saction="([^"]+)"/.exec(html)?.[1];
    if (action === undefined) throw new Error(`no form at ${page.url}: ${html.slice(0, 500)}`);
    const body = new URLSearchParams(fields);
    for (const [input] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const name = /name="([^"]+)"/.exec(input)?.[1];
      if (name) body.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? '');
    }
    return await this.open(new URL(action, page.url).href, body);
  }

  /** Makes it forget what `host` set by a name that `which` matches. */
  forget(host: string, which: RegExp): void {
    for (const key of this.#jar.get(host)?.keys() ?? [])
      if (which.test(key)) this.#jar.get(host)?.delete(key);
  }
}
