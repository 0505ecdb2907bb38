import { Html } from './html.ts';

const [WIDTH, HEIGHT, TOP] = [640, 132, 46];
const [FROM, SCALE] = [30, 290];

/** Calls as dots on a line of two seconds, with a window of one second over them. */
export function slidingWindowPicture(burst: number): Html {
  const accepted = Array.from({ length: 10 }, (_, i) => 0.42 + i * 0.05);
  const refused = [1.06, 1.14, 1.22];
  const x = (seconds: number) => FROM + seconds * SCALE;
  const dot = (seconds: number, style: string) =>
    `<circle cx="${x(seconds).toFixed(1)}" cy="${TOP + 30}" r="5" ${style}/>`;
  const accent = 'fill="var(--accent)"';
  const hollow = 'fill="var(--surface)" stroke="var(--c-rate_limited)" stroke-width="2"';
  const tick = (seconds: number) =>
    `<path d="M${x(seconds)} ${TOP + 54}v6" stroke="var(--line-strong)"/><text x="${x(seconds)}" y="${TOP + 78}" text-anchor="middle">${seconds} s</text>`;
  const label = `${burst} calls in the last second: the next one waits until the oldest has left the window`;
  return new Html(
    `<figure class="figure"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" font-size="13" fill="var(--fg-3)">` +
      `<rect x="${x(0.3)}" y="${TOP - 8}" width="${SCALE}" height="62" rx="8" fill="var(--accent-soft)" stroke="var(--accent)" stroke-opacity=".4"/>` +
      `<text x="${x(0.3) + 2}" y="${TOP - 18}" fill="var(--accent)">the last second</text>` +
      `<path d="M${x(1.3)} ${TOP - 8}v62" stroke="var(--accent)" stroke-width="2"/><text x="${x(1.3) + 8}" y="${TOP - 18}">now</text>` +
      `<path d="M${FROM} ${TOP + 54}H${WIDTH - 20}" stroke="var(--line-strong)"/>` +
      [0, 0.5, 1, 1.5, 2].map(tick).join('') +
      accepted.map((at) => dot(at, accent)).join('') +
      refused.map((at) => dot(at, hollow)).join('') +
      dot(1.47, accent) +
      `</svg><figcaption>Filled dots are accepted calls, rings are refused ones. ${burst} calls fill the window; a call has room again when the oldest leaves it, and refused calls take no room.</figcaption></figure>`,
  );
}
