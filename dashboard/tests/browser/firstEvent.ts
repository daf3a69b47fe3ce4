import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import type { Fact, Service } from './service';
import { isLive, showsFigures, showsRows, showsText } from './screen';

const run = promisify(execFile);

/** Runs the line that an empty page shows in a shell, as somebody would who copied it. */
export async function runShownLine(page: Page, environment: NodeJS.ProcessEnv = {}): Promise<void> {
  const line = await page.locator('.snippet code').innerText();
  assert.match(line, /^curl /);
  const { stdout } = await run('sh', ['-c', line], { env: { ...process.env, ...environment } });
  const answer = JSON.parse(stdout) as Fact;
  assert.equal(answer.accepted, 1, `the service answered ${stdout}`);
}

/** A service without any event says how to send one, and what is sent so appears by itself. */
export async function firstEventAppears(page: Page, service: Service): Promise<void> {
  await page.goto(service.address);
  await isLive(page);
  await showsText(page, 'h2', 'No campaigns yet');
  await runShownLine(page);
  await showsRows(page, ['my-campaign', 'anna']);
  await page.getByRole('link', { name: 'my-campaign' }).click();
  await showsFigures(page, { clicks: 1, reach: 1, impressions: 0, conversions: 0, ctr: null });
  await showsRows(page, ['anna']);
}

/** A page of a campaign that nobody has named yet fills with its first event. */
export async function unknownCampaignFills(page: Page, service: Service): Promise<void> {
  await page.goto(`${service.address}/campaigns/new-one/overview`);
  await showsText(page, 'h2', 'No such campaign yet');
  await runShownLine(page);
  await showsFigures(page, { clicks: 1, reach: 1 });
}
