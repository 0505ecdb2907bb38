import {
  type ChannelSettings,
  channelRoute,
  channelSettings,
} from '@request-desk/shared/alert-channels-api';
import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { alertChannels } from '../../database/schema.ts';
import type { SecretKeys } from '../../database/secrets/secret-keys.ts';
import { sealedOf, settingsOf } from './sealed-settings.ts';

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

interface ChannelsOptions {
  /** ALERT_WEBHOOK_URL's. */
  readonly builtIn: Channel | undefined;
  /** Of the channels of staff. */
  readonly allowPrivate: boolean;
  /** What their settings are sealed with; stored as they are without. */
  readonly keys: SecretKeys | undefined;
}

/** The channel that ALERT_WEBHOOK_URL stands for. */
export const ENVIRONMENT_CHANNEL = 'environment';

/** Notification channels. */
export class Channels {
  readonly #orm: Orm;
  readonly #builtIn: Channel | undefined;
  readonly #keys: SecretKeys | undefined;
  /** Of the channels of staff. */
  readonly allowPrivate: boolean;

  constructor({ orm }: Pick<Database, 'orm'>, { builtIn, allowPrivate, keys }: ChannelsOptions) {
    this.#orm = orm;
    this.#builtIn = builtIn;
    this.#keys = keys;
    this.allowPrivate = allowPrivate;
  }

  /** Seals settings of before, and those sealed with a former key; returns how many. */
  async sealAll(): Promise<number> {
    if (this.#keys === undefined) return 0;
    let sealed = 0;
    for (const row of await this.#orm.select().from(alertChannels)) {
      const read = settingsOf(this.#keys, row);
      if (read === undefined || read.isSealed) continue;
      // A process that changed it meanwhile has sealed it.
      await this.#orm
        .update(alertChannels)
        .set({ settings: sealedOf(this.#keys, row.id, read.settings) })
        .where(and(eq(alertChannels.id, row.id), eq(alertChannels.updatedAt, row.updatedAt)));
      sealed++;
    }
    return sealed;
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
    await this.#orm.insert(alertChannels).values({ ...this.#stored(row), createdAt: now });
    return { ...row, allowPrivate: this.allowPrivate };
  }

  async change(id: string, values: ChannelValues, by: string, now: Date): Promise<void> {
    const { id: _id, ...set } = this.#stored({ id, ...values, updatedAt: now, updatedBy: by });
    await this.#orm.update(alertChannels).set(set).where(eq(alertChannels.id, id));
  }

  async remove(id: string): Promise<boolean> {
    const rows = await this.#orm
      .delete(alertChannels)
      .where(eq(alertChannels.id, id))
      .returning({ id: alertChannels.id });
    return rows.length > 0;
  }

  #stored<T extends { readonly id: string; readonly settings: ChannelSettings }>(row: T) {
    const { id, settings } = row;
    return { ...row, kind: settings.kind, settings: sealedOf(this.#keys, id, settings) };
  }

  #channel(row: typeof alertChannels.$inferSelect): Channel {
    const { settings } = settingsOf(this.#keys, row) ?? {};
    const values = settings ? { settings } : unreadable(row.name);
    return { ...channelRow.parse({ ...row, ...values }), allowPrivate: this.allowPrivate };
  }
}

/** The built-in channel: the operator who sets the variable may send anywhere. */
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

/** What stands for a channel whose settings cannot be opened, until it is set up again or removed. */
function unreadable(name: string): Partial<ChannelValues> {
  return {
    name: `${name} (cannot be read: set it up again)`.slice(-120),
    enabled: false,
    settings: { kind: 'webhook', url: 'https://unreadable.invalid/' },
  };
}
