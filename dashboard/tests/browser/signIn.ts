import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { runShownLine } from './firstEvent';
import { isLive, showsRows, showsText } from './screen';
import type { Service } from './service';

/** A service with a key shows nothing without it; signing out locks it again. */
export async function keyIsAsked(page: Page, service: Service, key: string): Promise<void> {
  await page.goto(service.address);
  await page.getByLabel('Key', { exact: true }).fill(`not ${key}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsText(page, '[role="alert"]', 'not the service’s key');
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await isLive(page);
  await showsText(page, 'h2', 'No campaigns yet');
  assert.ok(!(await page.locator('.snippet code').innerText()).includes(key), 'the key is not on the page');
  await runShownLine(page, { KEY: key });
  await showsRows(page, ['my-campaign', 'anna']);
  await page.reload();
  await showsRows(page, ['my-campaign', 'anna']);
  const signOut = page.getByRole('button', { name: 'Sign out' });
  const session = '**/api/session';
  await page.route(session, (route) => route.abort());
  await signOut.click();
  await showsText(page, '.nav [role="alert"]', 'You are still signed in: the service didn’t answer.');
  await page.unroute(session);
  await signOut.click();
  await showsText(page, 'label', 'Key');
}
