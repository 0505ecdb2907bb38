/** A share of 0 to 1 in per cent, to two significant digits: `0.12 %`. */
export function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
