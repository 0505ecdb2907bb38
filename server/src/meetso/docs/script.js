(() => {
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem('docs-theme');
    } catch {
      return null;
    }
  };
  const saved = read();
  if (saved === 'light' || saved === 'dark') root.dataset.theme = saved;

  /** Shows the section of the code that a pasted answer holds, and its id: as text, never as markup. */
  const inspect = (pasted, outcome) => {
    if (!pasted || !outcome) return;
    const sections = [...document.querySelectorAll('.inspection')];
    const read = () => {
      const text = pasted.value.slice(0, 100_000);
      const named = /"code"\s*:\s*"([a-z_]{1,40})"/.exec(text)?.[1];
      const words = text.match(/[a-z]+_[a-z]+|unauthorized/g) ?? [];
      const of = (code) => sections.find((one) => one.dataset.of === code);
      const found = of(named) ?? words.map(of).find((one) => one !== undefined);
      for (const one of sections) one.hidden = one !== found;
      const id = /req_[0-9a-f]{16}(?![0-9a-z])/.exec(text)?.[0];
      const { none, code, id: quote } = outcome.dataset;
      const said = found ? `${code} ${found.dataset.of}.` : none;
      outcome.textContent = text.trim() === '' ? '' : id ? `${said} ${quote} ${id}` : said;
    };
    pasted.addEventListener('input', read);
    read();
  };

  document.addEventListener('DOMContentLoaded', () => {
    for (const place of document.querySelectorAll('pre code')) {
      for (const text of place.querySelectorAll('i.t-string, i.t-name')) {
        text.textContent = text.textContent.replace('https://api.meetso.example', location.origin);
      }
    }
    const dark = matchMedia('(prefers-color-scheme: dark)');
    document.querySelector('.theme')?.addEventListener('click', () => {
      const now = root.dataset.theme ?? (dark.matches ? 'dark' : 'light');
      root.dataset.theme = now === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem('docs-theme', root.dataset.theme);
      } catch {
        // The choice then lasts as long as the page.
      }
    });
    for (const button of document.querySelectorAll('.copy')) {
      button.addEventListener('click', async () => {
        const code = button.closest('figure')?.querySelector('pre');
        try {
          await navigator.clipboard.writeText(code?.textContent ?? '');
          button.textContent = 'Copied';
        } catch {
          if (code) getSelection()?.selectAllChildren(code);
          button.textContent = 'Selected';
        }
        setTimeout(() => {
          button.textContent = 'Copy';
        }, 1600);
      });
    }
    inspect(document.querySelector('.inspected'), document.querySelector('.outcome'));
    const links = new Map();
    for (const link of document.querySelectorAll('.toc a')) links.set(link.hash.slice(1), link);
    const seen = new Set();
    const watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target.id);
          else seen.delete(target.id);
        }
        const first = [...links.keys()].find((id) => seen.has(id));
        if (first === undefined) return;
        for (const [id, link] of links) link.classList.toggle('here', id === first);
      },
      { rootMargin: '-72px 0px -55% 0px' },
    );
    for (const id of links.keys()) {
      const section = document.getElementById(id);
      if (section) watch.observe(section);
    }
  });
})();
