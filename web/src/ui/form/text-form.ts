/** How a value of the wire is typed. */
export interface TextForm<Value = unknown> {
  readonly show: (value: unknown) => string;
  readonly read: (text: string) => Value;
}

export const TEXT: TextForm = { show: (value) => String(value ?? ''), read: (text) => text.trim() };

/** Left empty it is null. */
export const TEXT_OR_NULL: TextForm = { show: TEXT.show, read: (text) => text.trim() || null };

/** Several, with commas, semicolons or spaces between them. */
export const LIST: TextForm<readonly string[]> = {
  show: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  read: (text) => text.split(/[\s,;]+/).filter((part) => part !== ''),
};

/** With a comma or a point; what is no number is NaN, which no schema takes. */
export const NUMBER: TextForm<number> = { show: (value) => String(value), read: numberOf };

/** A share, in percent; without the noise of binary fractions. */
export const PERCENT: TextForm<number> = {
  show: (value) => String(Math.round(Number(value) * 1e10) / 1e8),
  read: (text) => Math.round(numberOf(text) * 1e6) / 1e8,
};

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
}
