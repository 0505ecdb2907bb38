import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findBrowser, launchBrowser } from '../testkit/browser/browser.ts';

describe('the browser', () => {
  it('is the one that CHROMIUM_PATH names', async () => {
    expect(await findBrowser(process.execPath)).toEqual({ executablePath: process.execPath });
    await expect(findBrowser('/nowhere/chromium')).rejects.toThrow('CHROMIUM_PATH');
  });

  it('passes over a stub that is not a browser', async () => {
    const found = await findBrowser(undefined, ['/bin/false']);
    expect(found.executablePath).toContain('node_modules');
  });

  it.runIf(process.platform === 'linux')(
    'comes from npm with the libraries that a bare machine lacks',
    async () => {
      const { executablePath, env } = await findBrowser(undefined, []);
      const libraries = execFileSync('ldd', [executablePath], { env, encoding: 'utf8' });
      expect(libraries).not.toContain('not found');
      for (const name of ['libnss3', 'libnspr4', 'libnssutil3', 'libexpat']) {
        expect(libraries).toMatch(new RegExp(`${name}\\S* => ${env?.LD_LIBRARY_PATH}/`));
      }
      const browser = await chromium.launch({ executablePath, env: { ...env } });
      const page = await browser.newPage();
      await page.setContent('<p>Request Desk</p>');
      expect(await page.textContent('p')).toBe('Request Desk');
      await browser.close();
    },
  );

  it('starts', async () => {
    const browser = await launchBrowser();
    expect(browser.version()).toMatch(/^\d+\./);
    await browser.close();
  });
});
