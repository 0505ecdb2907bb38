/** Names whose values are never written down, whatever they hold. */
const SECRET_NAME =
  /^(?:.*authorization|.*cookie2?|.*passw(?:or)?d|.*secret|.*token|.*api[-_]?key|key|headers|body|query|params)$/i;

/**
 * A copy of `value` in which the values of secret names are replaced and each text goes through
 * `text`. Only plain objects and lists are entered, so that errors reach their own serialiser.
 */
export function withoutSecrets(
  value: unknown,
  text: (value: string) => string,
  depth = 0,
): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 12) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, text, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const secret = item !== undefined && item !== null && SECRET_NAME.test(name);
    copy[name] = secret ? '[secret]' : withoutSecrets(item, text, depth + 1);
  }
  return copy;
}
