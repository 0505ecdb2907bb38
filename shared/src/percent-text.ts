/** A share in per cent, to two significant digits: `0.12 %`, `62 %`; `0 %` of nothing, `100 %` of all alone. */
export function percentText(part: number, whole = 1): string {
  const share = whole === 0 ? 0 : part / whole;
  const percent = Number((share * 100).toPrecision(2));
  if (percent === 100 && share < 1) return '> 99 %';
  return percent > 0 && percent < 0.001 ? '< 0.001 %' : `${percent} %`;
}
