import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { poll } from '../testkit/poll.ts';
import { smallPng } from './small-png.ts';

const LARGEST = 150_000;
/** Charts and lists draw a moment after their numbers are there. */
const DRAWN_MS = 1_000;
/** A machine with much else to do takes its time. */
const PATIENT_MS = 120_000;

/** Takes pictures of a console's pages into one folder; a picture over 150 kB is refused. */
export class Camera {
  readonly #context: BrowserContext;
  readonly #page: Page;
  readonly #consoleUrl: string;
  readonly #folder: string;

  private constructor(context: BrowserContext, page: Page, consoleUrl: string, folder: string) {
    this.#context = context;
    this.#page = page;
    this.#consoleUrl = consoleUrl;
    this.#folder = folder;
  }

  static async on(context: BrowserContext, consoleUrl: string, folder: string): Promise<Camera> {
    mkdirSync(folder, { recursive: true });
    context.setDefaultTimeout(PATIENT_MS);
    return new Camera(context, await context.newPage(), consoleUrl, folder);
  }

  get page(): Page {
    return this.#page;
  }

  /** Opens a page and waits until all of it is loaded. */
  async open(path: string): Promise<void> {
    await this.#page.goto(`${this.#consoleUrl}${path}`);
    await this.#page.getByRole('heading', { level: 1 }).first().waitFor();
    await poll(`${path} to be loaded`, async () =>
      (await this.#page.locator('.animate-skeleton').count()) === 0 ? true : undefined,
    );
  }

  async take(name: string, path: string): Promise<void> {
    await this.open(path);
    await this.save(name);
  }

  /** The page that is open, in the dark. */
  async dark(name: string): Promise<void> {
    await this.#page.emulateMedia({ colorScheme: 'dark' });
    await this.save(name);
    await this.#page.emulateMedia({ colorScheme: 'light' });
  }

  /** A sheet of HTML, as high as it is. */
  async picture(name: string, html: string): Promise<void> {
    const sheet = await this.#context.newPage();
    await sheet.setViewportSize({ width: 808, height: 200 });
    await sheet.setContent(html);
    await this.save(name, sheet, true);
    await sheet.close();
  }

  async save(name: string, from: Page = this.#page, fullPage = false): Promise<void> {
    await from.waitForTimeout(DRAWN_MS);
    const path = join(this.#folder, `${name}.png`);
    const picture = await smallPng(await from.screenshot({ fullPage, animations: 'disabled' }));
    writeFileSync(path, picture);
    console.log(`${path} ${(picture.length / 1000).toFixed(0)} kB`);
    if (picture.length > LARGEST) throw new Error(`${path} is larger than ${LARGEST / 1000} kB`);
  }
}
