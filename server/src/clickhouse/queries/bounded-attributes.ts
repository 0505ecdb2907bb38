import { modernAttributes } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';

const MAX_ATTRIBUTE_LENGTH = 16_384;

/** Of the details of all spans, or of all records, of one trace: a page with more cannot be read, by anyone. */
export const DETAIL_BYTES = 1_500_000;

/**
 * Attributes under the names of our contract, whenever they were stored, with each value cut; here
 * and not in SQL, where a lambda over a map costs more.
 */
export const boundedAttributes = z
  .record(
    z.string(),
    z.string().transform((value) => value.slice(0, MAX_ATTRIBUTE_LENGTH)),
  )
  .transform(modernAttributes);
