/** One of `items`, each as often as its weight says; there must be at least one. */
export function weighted<T extends { readonly weight: number }>(
  items: readonly T[],
  random: () => number,
): T {
  let left = random() * items.reduce((sum, { weight }) => sum + weight, 0);
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  throw new RangeError('weighted needs items with weights above 0');
}
