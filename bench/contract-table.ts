/** Writes docs/errors.md from the catalogue and the contract's rows. */
import '../testkit/header-help.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsReference } from '../testkit/contract/errors-reference.ts';

writeFileSync(join(import.meta.dirname, '../docs/errors.md'), errorsReference());
