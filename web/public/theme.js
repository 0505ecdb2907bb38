// Runs before the first paint, from its own file because the policy allows no inline scripts.
{
  let choice = 'system';
  try {
    choice = localStorage.getItem('request-desk.theme') ?? 'system';
  } catch {
    // Storage may be switched off; the system's preference is used then.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
