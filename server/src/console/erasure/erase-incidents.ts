import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';

const changed = z.object({ rowCount: z.number().nullish(), affectedRows: z.number().nullish() });
/** A shorter name stands in other words, too. */
const SHORTEST_NAME = 3;

interface Whose {
  readonly org: string;
  /** As it was called, where anybody knows. */
  readonly name: string | undefined;
  readonly pseudonym: string;
}

/**
 * Takes an organisation's id and name out of incidents, their events, rules, silences, maintenance and saved views.
 * Returns how many rows changed. Open alerts keep their key, which is the id, until they end.
 */
export async function eraseIncidents(
  { orm }: Pick<Database, 'orm'>,
  { org, name, pseudonym }: Whose,
): Promise<number> {
  const words: [string, string][] = [[org, pseudonym]];
  if (name !== undefined && name.length >= SHORTEST_NAME)
    words.push([name, 'an erased organisation']);
  let rows = 0;
  for (const [word, instead] of words) {
    const inJson = JSON.stringify(word).slice(1, -1);
    const jsonInstead = JSON.stringify(instead).slice(1, -1);
    const text = (column: string) =>
      sql`${sql.identifier(column)} = replace(${sql.identifier(column)}, ${word}, ${instead})`;
    const json = (column: string) =>
      sql`${sql.identifier(column)} = replace(${sql.identifier(column)}::text, ${inJson}, ${jsonInstead})::jsonb`;
    const statements = [
      sql`update incidents set ${text('title')}, ${text('scope')}, ${text('status_text')}, ${json('evidence')}, ${json('status_texts')}
        where position(${word} in concat(title, scope, status_text)) > 0
          or position(${inJson} in status_texts::text) > 0
          or position(${inJson} in evidence::text) > 0`,
      sql`update incidents set ${text('key')} where ended_at is not null and position(${word} in key) > 0`,
      sql`update incident_events set ${text('note')} where position(${word} in note) > 0`,
      sql`update alert_rules set ${json('spec')} where position(${inJson} in spec::text) > 0`,
      sql`update silences set ${json('matchers')}, ${text('reason')}
        where position(${word} in reason) > 0 or position(${inJson} in matchers::text) > 0`,
      sql`update saved_views set ${text('name')}, ${text('search')}
        where position(${word} in concat(name, search)) > 0`,
      sql`update maintenance_windows set ${json('plan')} where position(${inJson} in plan::text) > 0`,
    ];
    for (const statement of statements) {
      const { rowCount, affectedRows } = changed.parse(await orm.execute(statement));
      rows += rowCount ?? affectedRows ?? 0;
    }
  }
  return rows;
}
