/** Wire shapes of saved views: what the explorer or the dashboards show, by a name. */
import { z } from 'zod';
import { instant } from './instant.ts';
import { oneLine } from './one-line.ts';

const place = z.enum(['explore', 'dashboards']);
export type ViewPlace = z.infer<typeof place>;

/** One view. */
export const savedView = z.object({
  id: z.string(),
  place,
  name: z.string(),
  search: z.string().describe('What stands behind `?` in its address'),
  shared: z.boolean().describe('True: everybody sees it; false: only who saved it'),
  by: z.string().describe('Who saved it'),
  own: z.boolean().describe('Whether the caller did'),
  saved_at: instant,
});
export type SavedView = z.infer<typeof savedView>;

/** `GET /support/v1/views?place=`: one's own and shared ones, by name. */
export const viewsQuery = z.strictObject({ place });
export const viewList = z.object({ items: z.array(savedView) });
export type ViewList = z.infer<typeof viewList>;

/** Body of `POST /support/v1/views`; one of the same name, place and owner is written over. */
export const newView = z.strictObject({
  place,
  name: oneLine(80),
  search: z.string().max(2000),
  shared: z.boolean().default(false).describe('Takes the role engineer'),
});
export type NewView = z.input<typeof newView>;
