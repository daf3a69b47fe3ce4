import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { shows, showsText } from './screen';
import type { Service } from './service';

const sample = '../samples/vet.csv';

/** A fault is told with line and column; of the corrected file every creator has a report, and all of it can be saved. */
export async function creatorIsVetted(page: Page, service: Service): Promise<void> {
  await page.goto(service.address);
  await page.getByRole('link', { name: 'Vetting' }).click();
  const choose = page.getByLabel('Choose a file');
  await choose.setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('row,time\ncounter,yesterday\n') });
  await showsText(page, '[role="alert"]', 'Line 2: time: \'yesterday\' is no time');
  await choose.setInputFiles(sample);
  await shows(page, '[data-testid="vetted"]', 'data-creator', 'boosted-ben');
  await shows(page, '[data-testid="vetted"]', 'data-conclusion', 'ask-first');
  await page.getByRole('button', { name: 'honest-hanna' }).click();
  await shows(page, '[data-testid="vetted"]', 'data-conclusion', 'clear');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Report (CSV)' }).click(),
  ]);
  const table = await readFile(await saved.path(), 'utf8');
  assert.match(table, /^\ufeffcreator,part,figure,state,value,low,high,count,of,why\nboosted-ben,conclusion,,don't pay before asked,/);
  await page.getByRole('button', { name: 'Vet another file' }).click();
  await shows(page, '[data-testid="vetting"]', 'data-step', 'choose');
}
