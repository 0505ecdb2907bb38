/** One line of the ratio table. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in the same unit; 0 where the goal is the value itself. */
  readonly reference: number;
  /** `value / reference`, or the value where there is no reference. */
  readonly ratio: number;
  /** What the ratio is to be, as in `>= 0.8`. */
  readonly goal: string;
}

/** What `row` is made of; without `reference` the goal is the value itself. */
type Measured = Pick<Row, 'name' | 'value' | 'unit'> & Partial<Pick<Row, 'reference' | 'goal'>>;

/** The row of a figure; all numbers have four digits. */
export function row({ name, value, unit, reference = 0, goal = '' }: Measured): Row {
  const ratio = reference > 0 ? value / reference : value;
  return {
    name,
    value: rounded(value),
    unit,
    reference: rounded(reference),
    ratio: rounded(ratio),
    goal,
  };
}

/** True when the ratio is as its goal wants it; rows without a goal always are. */
export function met({ ratio, goal }: Row): boolean {
  const [sign, bound] = goal.split(' ');
  if (bound === undefined) return true;
  return sign === '>=' ? ratio >= Number(bound) : ratio <= Number(bound);
}

/** The middle one; measurements beside other work have bad outliers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
