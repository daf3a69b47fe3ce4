import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from './eventually';

export const campaignPath = (id: string, section = 'overview', query = ''): string => `/campaigns/${id}/${section}${query}`;

/** Waits until the element's attribute has the value; fails with the value that it has. */
export async function shows(page: Page, selector: string, attribute: string, value: string): Promise<void> {
  const read = () =>
    page.evaluate(
      ([found, name]) => document.querySelector(found)?.getAttribute(name) ?? 'nothing',
      [selector, attribute] as const,
    );
  await eventually(
    `${selector} ${attribute}=${value}`,
    async () => ((await read()) === value ? true : undefined),
    read,
  );
}

/** Waits until the key figures have these exact values; null is an undefined one. */
export async function showsFigures(page: Page, figures: Readonly<Record<string, number | null>>): Promise<void> {
  for (const [id, value] of Object.entries(figures)) {
    await shows(page, `[data-testid="kpi-${id}"]`, 'data-value', value === null ? '' : String(value));
  }
}

/** All key figures on the screen, by id. */
export const figuresOf = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('[data-testid^="kpi-"]')].map((element) => [
        element.getAttribute('data-testid') ?? '',
        element.getAttribute('data-value') ?? '',
      ]),
    ),
  );

export const connection = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector('[data-testid="connection"]')?.getAttribute('data-status') ?? 'nothing');

export const isLive = (page: Page): Promise<void> => shows(page, '[data-testid="connection"]', 'data-status', 'live');

/** Waits until a table has exactly these rows, in any order. */
export async function showsRows(page: Page, keys: readonly string[], table = 'main'): Promise<void> {
  const read = () =>
    page.evaluate((of) => [...document.querySelectorAll(`${of} tr[data-key]`)].map((row) => row.getAttribute('data-key') ?? ''), table);
  const wanted = [...keys].sort().join(', ');
  await eventually(
    `rows ${wanted}`,
    async () => ((await read()).sort().join(', ') === wanted ? true : undefined),
    async () => (await read()).join(', '),
  );
}

/** Waits until a row has a cell with this text in it. */
export async function rowHas(page: Page, key: string, cell: string): Promise<void> {
  const read = () =>
    page.evaluate(
      (id) => [...document.querySelectorAll(`tr[data-key="${id}"] > *`)].map((element) => element.textContent ?? ''),
      key,
    );
  await eventually(
    `row ${key} with a cell "${cell}"`,
    async () => ((await read()).some((text) => text.includes(cell)) ? true : undefined),
    async () => (await read()).join(' | '),
  );
}

export async function showsText(page: Page, selector: string, part: string): Promise<void> {
  const read = () =>
    page.evaluate((found) => [...document.querySelectorAll(found)].map((element) => element.textContent).join('\n'), selector);
  await eventually(`"${part}" in ${selector}`, async () => ((await read()).includes(part) ? true : undefined), read);
}

export const choose = (page: Page, group: string, choice: string): Promise<void> =>
  page.getByRole('group', { name: group }).getByRole('button', { name: choice, exact: true }).click();

export function noErrors(errors: readonly string[]): void {
  assert.deepEqual(errors, [], 'errors in the console');
}
