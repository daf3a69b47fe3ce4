import type { Page } from 'playwright-core';
import { event, postOf } from './facts';
import { rowHas, shows, showsRows, showsText } from './screen';
import type { Service } from './service';

/** From the list of campaigns to the page of operations: all is well, every partition has its row, and it follows. */
export async function operationsAreShown(page: Page, service: Service): Promise<void> {
  await page.goto(service.address);
  await page.getByRole('link', { name: 'Operations' }).click();
  await shows(page, '[data-testid="operations"]', 'data-form', 'embedded');
  await shows(page, '[data-testid="condition"]', 'data-tone', 'good');
  await showsText(page, '[data-testid="condition"]', 'All is well');
  const tasks = ['visitors-0', 'visitors-1', 'visitors-2', 'visitors-3'];
  await showsRows(page, tasks);
  for (const task of tasks) await rowHas(page, task, 'live');
  const bad = await fetch(`${service.address}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ ...event('click', 'operations', postOf('ana', 'operations')), type: 'stare' }]),
  });
  await bad.text();
  await showsRows(page, [...tasks, 'type']);
}
