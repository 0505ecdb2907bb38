import { channelRoute, channelSettings } from '@request-desk/shared/alert-channels-api';
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { alertChannels } from '../../database/schema.ts';

const channelRow = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  settings: channelSettings,
  route: channelRoute,
  updatedAt: z.date().nullable(),
  updatedBy: z.string().nullable(),
});
export interface Channel extends z.infer<typeof channelRow> {
  /** Its target may be in a private network. */
  readonly allowPrivate: boolean;
}
export type ChannelValues = Pick<Channel, 'name' | 'enabled' | 'settings' | 'route'>;

/** The channel that ALERT_WEBHOOK_URL stands for. */
export const ENVIRONMENT_CHANNEL = 'environment';

/** Where notifications go. */
export class Channels {
  readonly #orm: Orm;
  readonly #builtIn: Channel | undefined;
  /** Of the channels of staff. */
  readonly allowPrivate: boolean;

  constructor({ orm }: Pick<Database, 'orm'>, builtIn: Channel | undefined, allowPrivate: boolean) {
    this.#orm = orm;
    this.#builtIn = builtIn;
    this.allowPrivate = allowPrivate;
  }

  /** All of them, the built-in one first. */
  async list(): Promise<Channel[]> {
    const rows = await this.#orm
      .select()
      .from(alertChannels)
      .orderBy(asc(alertChannels.createdAt), asc(alertChannels.id));
    const stored = rows.map((row) => this.#channel(row));
    return this.#builtIn ? [this.#builtIn, ...stored] : stored;
  }

  async find(id: string): Promise<Channel | undefined> {
    if (id === ENVIRONMENT_CHANNEL) return this.#builtIn;
    const [row] = await this.#orm.select().from(alertChannels).where(eq(alertChannels.id, id));
    return row && this.#channel(row);
  }

  async create(values: ChannelValues, by: string, now: Date): Promise<Channel> {
    const id = newTimedId('chn', now.getTime());
    const row = { id, ...values, updatedAt: now, updatedBy: by };
    const { kind } = values.settings;
    await this.#orm.insert(alertChannels).values({ ...row, kind, createdAt: now });
    return { ...row, allowPrivate: this.allowPrivate };
  }

  async change(id: string, values: ChannelValues, by: string, now: Date): Promise<void> {
    const { kind } = values.settings;
    const set = { ...values, kind, updatedAt: now, updatedBy: by };
    await this.#orm.update(alertChannels).set(set).where(eq(alertChannels.id, id));
  }

  async remove(id: string): Promise<boolean> {
    const rows = await this.#orm
      .delete(alertChannels)
      .where(eq(alertChannels.id, id))
      .returning({ id: alertChannels.id });
    return rows.length > 0;
  }

  #channel(row: typeof alertChannels.$inferSelect): Channel {
    return { ...channelRow.parse(row), allowPrivate: this.allowPrivate };
  }
}

/** The built-in channel: whoever sets the variable may send anywhere. */
export function environmentChannel(url: string, secret: Buffer): Channel {
  return {
    id: ENVIRONMENT_CHANNEL,
    name: 'ALERT_WEBHOOK_URL',
    enabled: true,
    settings: {
      kind: 'webhook',
      url,
      secret: `whsec_${secret.toString('base64')}`,
    },
    allowPrivate: true,
    route: { severities: [], kinds: [], codes: [] },
    updatedAt: null,
    updatedBy: null,
  };
}
