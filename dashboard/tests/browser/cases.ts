import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { ago, event, postOf, times } from './facts';
import { campaignPath, choose, shows, showsFigures, showsText } from './screen';
import type { Service } from './service';

const name = 'pods';
const members = 6;
const meetings = 20;
const early = 400;
const around = 400;

/** A pod, which comes to each post at another age and among others, is left out until somebody says that it is none; undone, it is left out again. */
export async function dismissedActorsCount(page: Page, service: Service): Promise<void> {
  const others = early + around;
  const all = members * meetings + others;
  const post = (at: number) => ({ ...postOf(at % 2 === 0 ? 'ana' : 'ben', name), content: `${name}-post-${at}` });
  await service.events([
    ...times(early, (at) => {
      const of = at % meetings;
      const published = 60 * (30 + ((7 * of) % 20)) + 13 * of;
      return event('like', name, { ...post(of), time: ago(published - Math.floor(at / meetings)) });
    }),
    ...times(around, (at) => {
      const of = at % meetings;
      return event('like', name, { ...post(of), time: ago(60 * (of + 1) + 2 * Math.floor(at / meetings) - 20) });
    }),
    ...times(members * meetings, (at) => {
      const meeting = Math.floor(at / members);
      return event('like', name, { ...post(meeting), visitor: `pod-${at % members}`, time: ago(60 * (meeting + 1)) });
    }),
  ]);
  const overview = campaignPath(name, 'overview', '?window=all');
  await page.goto(service.address + overview);
  await showsFigures(page, { engagements: others });
  await choose(page, 'Which events count', 'Raw');
  await showsFigures(page, { engagements: all });
  await choose(page, 'Which events count', 'Authentic');

  await page.getByRole('link', { name: /^Cases/ }).first().click();
  await showsText(page, '[data-testid="case"]', 'all left out');
  await savesEvidence(page, members * meetings);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await shows(page, '[data-testid="case"]', 'data-status', 'dismissed');
  await showsText(page, '[data-testid="case"]', 'by local');
  await showsText(page, '[data-testid="case"]', 'none left out');
  await page.getByRole('link', { name: /^Overview/ }).click();
  await showsFigures(page, { engagements: all });

  await page.getByRole('link', { name: /^Cases/ }).first().click();
  await choose(page, 'Which cases', 'Decided');
  await page.getByRole('button', { name: 'Escalate' }).click();
  await shows(page, '[data-testid="case"]', 'data-status', 'escalated');
  await page.getByRole('button', { name: 'Undo' }).click();
  await shows(page, '[data-testid="case"]', 'data-status', 'dismissed');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await shows(page, '[data-testid="case"]', 'data-status', 'open');
  await page.getByRole('link', { name: /^Overview/ }).click();
  await showsFigures(page, { engagements: others });
}

/** What a case rests on becomes a file; where the service can't be reached, the page says so. */
async function savesEvidence(page: Page, events: number): Promise<void> {
  const why = page.getByText(/^Why, whom it may wrong/);
  await why.click();
  const read = page.getByRole('button', { name: /^Events of .* as CSV$/ });
  const address = '**/cases/events?*';
  await page.route(address, (route) => route.abort());
  await read.click();
  await showsText(page, '[data-testid="case"]', 'Not read: The service doesn’t answer.');
  await page.unroute(address);
  const [file] = await Promise.all([page.waitForEvent('download'), read.click()]);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
  assert.equal(lines.length, 1 + events, 'lines of the evidence');
  const times = lines.slice(1).map((line) => line.split(',')[3]);
  assert.deepEqual(times, times.toSorted(), 'the order of the evidence');
  await why.click();
}
