import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { event, postOf, times } from './facts';
import { eventually } from './eventually';
import { campaignPath, connection, figuresOf, isLive, showsFigures } from './screen';
import type { Service } from './service';

/** Kill -9: the page keeps its figures and says so; when the service is back it has the same ones and goes on. */
export async function surviveKill(page: Page, service: Service): Promise<void> {
  const name = 'outage';
  await service.events([
    ...times(12, () => event('impression', name, postOf('ana', name))),
    ...times(5, () => event('click', name, postOf('ana', name))),
  ]);
  await page.goto(service.address + campaignPath(name, 'overview', '?window=all&mode=raw'));
  await showsFigures(page, { impressions: 12, clicks: 5, reach: 17 });
  await isLive(page);
  const before = await figuresOf(page);

  await service.killAndRestart(async () => {
    await eventually(
      'the page says that the connection is lost',
      async () => (['reconnecting', 'offline'].includes(await connection(page)) ? true : undefined),
      () => connection(page),
    );
    assert.deepEqual(await figuresOf(page), before, 'figures while the service is away');
  });
  await isLive(page);
  // It may have been shown while the service read its log again.
  await showsFigures(page, { impressions: 12, clicks: 5, reach: 17 });
  assert.deepEqual(await figuresOf(page), before, 'figures after the restart');
  await service.events([event('click', name, postOf('ana', name))]);
  await showsFigures(page, { impressions: 12, clicks: 6, reach: 18 });
}
