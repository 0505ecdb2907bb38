import { isTraceId } from '@request-desk/shared/ids';

/** A trace id as some tool spells it, at its place in the text. */
export interface SpelledTrace {
  readonly at: number;
  /** As it stands there. */
  readonly text: string;
  /** 32 hex digits. */
  readonly traceId: string;
  /** It is called a trace there. Any UUID could be one that is not. */
  readonly named: boolean;
  /** It stands there as 32 hex digits. */
  readonly plain: boolean;
}

/** Half of a trace id, called a trace: 16 hex digits. Which half, the text does not say. */
export interface HalfTrace {
  readonly at: number;
  readonly text: string;
  readonly digits: string;
}

const NAMED =
  /(?:trace[-_. ]?id|traceparent|trace|x-cloud-trace-context|root)["'\s:=>]{1,8}(?:00-|0x)?$/i;
const HEX = /(?<![0-9a-z])(?:0x)?([0-9a-f]{24,32})(?![0-9a-z])/gi;
/**
 * With more of its zeros cut: too short to count unless it is called a trace, or is the whole text.
 * Without a letter it is a decimal number.
 */
const SHORT = /(?<![0-9a-z])(?:0x)?(?=[0-9]*[a-f])([0-9a-f]{17,23})(?![0-9a-z])/gi;
const UUID =
  /(?<![0-9a-z-])([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})(?![0-9a-z-])/gi;
/** AWS X-Ray, `1-` and 8 and 24 digits. */
const XRAY = /(?<![0-9a-z])1-([0-9a-f]{8})-([0-9a-f]{24})(?![0-9a-z])/gi;
/** 16 bytes in base64, as the JSON of protobuf has them. */
const BASE64 = /(?<![0-9A-Za-z+/_-])[0-9A-Za-z+/_-]{22}(?:==)?(?![0-9A-Za-z+/_=-])/g;
const DECIMAL = /(?<![0-9a-z.])\d{33,39}(?![0-9a-z.])/gi;
const HALF = /trace[-_. ]?id["'\s:=>]{1,8}(?:(\d{15,20})|(?:0x)?([0-9a-f]{16}))(?![0-9a-z])/gi;
const MOST_128 = 1n << 128n;

/** Every spelling of a whole trace id in `text`; leading zeros may have been cut. */
export function* spelledTraces(whole: string): Generator<SpelledTrace> {
  const only = whole.trim();
  const alone = only.length === 32;
  const hit = ({ 0: text, index: at }: RegExpExecArray, digits: string, plain = false) => {
    const traceId = digits.toLowerCase().padStart(32, '0');
    const named = NAMED.test(whole.slice(Math.max(0, at - 40), at));
    return isTraceId(traceId) ? [{ at, text, traceId, named: named || alone, plain }] : [];
  };
  for (const match of whole.matchAll(HEX)) {
    const [, digits = ''] = match;
    yield* hit(match, digits, digits.length === 32);
  }
  for (const match of whole.matchAll(SHORT))
    for (const short of hit(match, match[1] ?? ''))
      if (short.named || short.text === only) yield { ...short, named: true };
  for (const match of whole.matchAll(UUID)) yield* hit(match, match.slice(1).join(''));
  for (const match of whole.matchAll(XRAY)) yield* hit(match, match.slice(1).join(''));
  for (const match of whole.matchAll(BASE64))
    yield* hit(match, Buffer.from(match[0], 'base64').toString('hex'));
  for (const match of whole.matchAll(DECIMAL)) {
    const value = BigInt(match[0]);
    if (value < MOST_128) yield* hit(match, value.toString(16));
  }
}

/** Halves of trace ids, as tools of 64 bits write them, in hex or decimal. */
export function* halfTraces(text: string): Generator<HalfTrace> {
  for (const match of text.matchAll(HALF)) {
    const [, decimal, hex] = match;
    const digits = decimal === undefined ? (hex ?? '') : BigInt(decimal).toString(16);
    if (digits.length > 16) continue;
    const spelled = { at: match.index, text: match[0] };
    yield { ...spelled, digits: digits.toLowerCase().padStart(16, '0') };
    // Sixteen decimal digits are hex digits as well.
    if (decimal?.length === 16) yield { ...spelled, digits: decimal };
  }
}
