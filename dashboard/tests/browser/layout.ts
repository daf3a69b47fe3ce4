import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { campaignPath, showsText } from './screen';
import type { Service } from './service';

const widths = [1440, 390];
const themes = ['light', 'dark'] as const;

/** In both themes, on a desk and on a phone, no page is wider than the window, and no text has its background's colour. */
export async function fitsEverywhere(page: Page, service: Service, campaign: string): Promise<void> {
  const sections = ['overview', 'creators', 'content', 'audience', 'site', 'attribution', 'probable', 'paths', 'breakdown', 'cases', 'alerts'];
  const paths = ['/', '/vetting', '/operations', campaignPath('unknown', 'nowhere'), campaignPath('unknown'), campaignPath('pods', 'cases'), ...sections.map((section) => campaignPath(campaign, section, '?window=all'))];
  const backgrounds = new Set<string>();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of paths) {
      await page.goto(service.address + path);
      await showsText(page, '.main', path.includes('unknown') ? 'No such' : 'Live');
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        backgrounds.add(await fits(page, `${path} at ${width} px, ${colorScheme}`));
      }
    }
  }
  assert.equal(backgrounds.size, themes.length, `a background for each theme: ${[...backgrounds].join(', ')}`);
}

/** The button changes the theme, and the choice outlives a reload. */
export async function themeIsChosen(page: Page, service: Service): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(service.address);
  await page.getByRole('button', { name: 'Dark theme' }).click();
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'dark');
  await page.reload();
  await showsText(page, '.nav', 'Light theme');
  assert.equal(await theme(), 'dark');
}

async function fits(page: Page, about: string): Promise<string> {
  const { wide, room, background } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
  }));
  assert.ok(wide <= room, `${about}: ${wide} px wide`);
  return background;
}
