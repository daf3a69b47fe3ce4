import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from './eventually';
import { ago, event, postOf, springCatalog, times } from './facts';
import { campaignPath, choose, rowHas, showsFigures, showsRows, showsText } from './screen';
import type { Fact, Service } from './service';

const campaign = 'spring';
const anasPost = postOf('ana', campaign);
const bensPost = postOf('ben', campaign);
const bot = { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };

const spring = (type: string, more: Fact): Fact => event(type, campaign, more);

/** Sums the column Raw of the timeline's table. The newest row is a rate: its minute isn't over. */
const timelineTotal = (page: Page): Promise<number> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.timeline-table tbody tr td:last-child')]
      .map((cell) => Number(cell.textContent) || 0)
      .reduce((sum, value) => sum + value, 0),
  );

/** Catalog and events by HTTP move every part of an open page, with no reload. */
export async function everythingMoves(page: Page, service: Service): Promise<void> {
  await service.catalog(springCatalog(campaign));
  await page.goto(service.address + campaignPath(campaign));
  await showsText(page, 'h1', 'Spring');
  await showsText(page, 'h2', 'No events of this campaign yet');

  await service.events([
    ...times(20, () => spring('impression', anasPost)),
    ...times(10, () => spring('impression', bensPost)),
    ...times(6, () => spring('click', anasPost)),
    ...times(3, () => spring('like', bensPost)),
  ]);
  await showsFigures(page, { impressions: 30, clicks: 6, engagements: 3, reach: 39, ctr: 0.2, conversions: 0 });
  await showsRows(page, ['ana', 'ben']);
  await rowHas(page, 'ana', 'Ana Lima');
  assert.equal(await page.locator('.timeline-canvas canvas').count(), 1, 'a drawn timeline');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await showsText(page, '#timeline-title', 'Engagements');
  const before = await timelineTotal(page);
  assert.ok(before > 0, 'three engagements on the timeline');

  const buyer = { visitor: 'buyer', ...anasPost };
  await service.events([
    spring('click', buyer),
    spring('purchase', { ...buyer, order: 'o-1', value: '100.00', currency: 'EUR' }),
    spring('share', bensPost),
    // So many that the newest minute, which is shown as a rate, comes to more however far it has run.
    ...times(9, () => spring('comment', bensPost)),
  ]);
  await showsFigures(page, { clicks: 7, conversions: 1, revenue: 100, engagements: 13 });
  await eventually('more engagements on the timeline', async () => ((await timelineTotal(page)) > before ? true : undefined));
  await choose(page, 'Window', 'All');
  await showsFigures(page, { cost: 40, cpa: 40, roi: 1.5 });
}

/** The tables have the same, by creator and by post, and go on moving. */
export async function tablesMove(page: Page, service: Service): Promise<void> {
  await page.goto(service.address + campaignPath(campaign, 'overview', '?window=all&mode=authentic'));
  await page.getByRole('link', { name: /^Content/ }).click();
  await showsRows(page, ['spring-ana', 'spring-ben']);
  await rowHas(page, 'spring-ana', 'Ana Lima');
  await service.events(times(4, () => spring('save', { creator: 'ben', content: 'spring-new' })));
  await showsRows(page, ['spring-ana', 'spring-ben', 'spring-new']);
  await page.getByRole('link', { name: /^Creators/ }).click();
  // Only of those with whom somebody engaged is there an audience to tell of.
  const [creators, audience] = ['[aria-labelledby="creators-title"]', '[aria-labelledby="audience-title"]'];
  await showsRows(page, ['ana', 'ben'], creators);
  await showsRows(page, ['ben'], audience);
  await rowHas(page, 'ana', '€100.00');
  await service.events([spring('like', { creator: 'chi', content: 'spring-chi' })]);
  await showsRows(page, ['ana', 'ben', 'chi'], creators);
  await showsRows(page, ['ben', 'chi'], audience);
}

/** What bots did is in the raw figures only, and the page says why it was left out. */
export async function rawShowsBots(page: Page, service: Service): Promise<void> {
  const name = 'bots';
  await service.events([
    ...times(8, () => event('impression', name, postOf('ana', name))),
    ...times(5, () => event('impression', name, { ...postOf('ana', name), ...bot })),
  ]);
  await page.goto(service.address + campaignPath(name));
  await showsFigures(page, { impressions: 8, reach: 8 });
  await showsText(page, '.reason', 'known-bot');
  await choose(page, 'Which events count', 'Raw');
  await showsFigures(page, { impressions: 13, reach: 13 });
  assert.match(page.url(), /mode=raw/);
  await service.events([event('impression', name, { ...postOf('ana', name), ...bot })]);
  await showsFigures(page, { impressions: 14 });
  await page.keyboard.press('a');
  await showsFigures(page, { impressions: 8 });
}

/** Windows end at the data-as-of time; buttons and keys choose them, and the address keeps the choice. */
export async function windowsSwitch(page: Page, service: Service): Promise<void> {
  const name = 'windows';
  const clicksAgo = (count: number, minutes: number) => times(count, () => event('click', name, { ...postOf('ana', name), time: ago(minutes) }));
  await service.events([...clicksAgo(16, 30 * 60), ...clicksAgo(8, 3 * 60), ...clicksAgo(4, 30), ...clicksAgo(2, 5), ...clicksAgo(1, 0)]);
  await page.goto(service.address + campaignPath(name));
  await showsFigures(page, { clicks: 7 });
  await choose(page, 'Window', '15 min');
  await showsFigures(page, { clicks: 3 });
  await choose(page, 'Window', '24 h');
  await showsFigures(page, { clicks: 15 });
  await choose(page, 'Window', 'All');
  await showsFigures(page, { clicks: 31 });
  await page.keyboard.press('1');
  await showsFigures(page, { clicks: 3 });
  await page.reload();
  await showsFigures(page, { clicks: 3 });
}

/** Visits fill the traffic of a campaign; before the first one nothing of it is shown. */
export async function visitsFillTraffic(page: Page, service: Service): Promise<void> {
  const name = 'traffic';
  const visit = (minutes: number, visitor: string, seconds: number) =>
    event('visit', name, { ...postOf('ana', name), time: ago(minutes), visitor, seconds });
  await service.events([event('click', name, postOf('ana', name))]);
  await page.goto(service.address + campaignPath(name));
  await showsFigures(page, { clicks: 1 });
  assert.equal(await page.getByRole('region', { name: 'Traffic' }).count(), 0, 'no traffic without visits');
  await service.events([visit(50, 'one', 9), visit(40, 'one', 75), visit(5, 'one', 9.5), visit(4, 'two', 36.5)]);
  const bounces = 1 / 3;
  await showsFigures(page, { visits: 4, sessions: 3, bounceRate: bounces, engagedSeconds: 130 });
  await showsText(page, '[data-testid="kpi-engagedSeconds"]', '2:10');
  await showsText(page, '[data-testid="kpi-timeOnSite"]', '0:43');
  // A late page makes one session of two, and no bounce is left.
  await service.events([visit(20, 'one', 0)]);
  await showsFigures(page, { visits: 5, sessions: 2, bounceRate: 0, pagesPerSession: 2.5, timeOnSite: 65 });
  // What was done on the pages has one of its own, which also knows of those who came by other ways.
  await page.getByRole('link', { name: 'Site' }).click();
  await showsFigures(page, { visits: 5, sessions: 2, carts: 0, siteVisits: 5, share: 1 });
  await service.events([
    ...times(2, () => event('cart', name, postOf('ana', name))),
    event('form_start', name, postOf('ana', name)),
    { ...visit(4, 'two', 30), type: 'stay' },
    ...times(3, () => event('visit', '', { channel: 'email' })),
  ]);
  await showsFigures(page, { visits: 5, carts: 2, formStarts: 1, engagedSeconds: 160, siteVisits: 8, share: 5 / 8 });
  await rowHas(page, 'ana', '62.5');
}

/** Engagement far above the hour's usual raises an alert on the open page. */
export async function spikeAlerts(page: Page, service: Service): Promise<void> {
  const name = 'spike';
  const quietMinutes = 100;
  const like = (minutes: number) => event('like', name, { ...postOf('ana', name), time: ago(minutes) });
  await service.events(times(quietMinutes * 2, (index) => like(quietMinutes - index / 2)));
  await page.goto(service.address + campaignPath(name));
  await showsFigures(page, { conversions: 0 });
  await showsText(page, '.note', 'Nothing unusual so far.');
  await service.events(times(120, () => like(0)));
  await showsText(page, '[data-testid="alert"]', 'engagement spike');
  // On the overview, too, its time leads to it among all.
  await page.getByTitle('Link to this alert').first().click();
  await showsText(page, '[data-testid="alert"].named', 'engagement spike');
  await page.reload();
  await showsText(page, '[data-testid="alert"].named', 'engagement spike');
  await page.getByRole('link', { name: /^Alerts/ }).click();
  await showsText(page, '[data-testid="alert"]', 'open since');
  await page.getByRole('button', { name: 'Acknowledge' }).focus();
  await page.keyboard.press('Enter');
  await showsText(page, '[data-testid="alert"]', 'Acknowledged by');
  // The keyboard's focus is where the pressed button was: what follows it can be reached at once.
  await showsText(page, '[data-testid="alert"] :focus', 'Undo acknowledgement');
}

/** A paused page stands still while counting goes on, and says how much waits. */
export async function pauseHolds(page: Page, service: Service): Promise<void> {
  const name = 'paused';
  await service.events([event('click', name, postOf('ana', name))]);
  await page.goto(service.address + campaignPath(name));
  await showsFigures(page, { clicks: 1 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await showsText(page, '[data-testid="connection"]', 'Paused');
  await service.events([event('click', name, postOf('ana', name))]);
  await showsText(page, '.button.pause', 'waiting');
  await page.waitForFunction(() => !document.querySelector('.button.pause')?.textContent?.includes('· 0 '));
  await showsFigures(page, { clicks: 1 });
  await page.getByRole('button', { name: /Resume/ }).click();
  await showsFigures(page, { clicks: 2 });
}
