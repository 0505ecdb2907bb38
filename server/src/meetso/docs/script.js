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
