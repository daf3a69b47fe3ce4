import type { Page } from 'playwright-core';
import { ago, event, postOf } from './facts';
import { campaignPath, choose, rowHas, showsText } from './screen';
import type { Service } from './service';

const name = 'models';

/** The page names the model to decide by; another that is chosen shares the same order otherwise. */
export async function modelsShareOrders(page: Page, service: Service): Promise<void> {
  const buyer = { visitor: 'models-buyer' };
  const order = { ...buyer, order: 'models-1', value: '80.00', currency: 'EUR' };
  await service.events([
    event('click', name, { ...buyer, ...postOf('ana', name), time: ago(30) }),
    event('click', name, { ...buyer, ...postOf('ben', name), time: ago(20) }),
    event('purchase', name, { ...order, time: ago(10) }),
    event('signup', name, { ...buyer, order: 'models-2', time: ago(5) }),
  ]);
  await page.goto(service.address + campaignPath(name, 'attribution'));
  await showsText(page, '[data-testid="primary-model"]', 'Decide by U-shaped: data-driven models need 300 conversions');
  await rowHas(page, 'ana', '€40.00');
  await showsText(page, '#creator-credit-title', 'Creators by U-shaped');
  await showsText(page, 'thead', 'Sign-ups');
  await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Last touch' });
  await showsText(page, '#creator-credit-title', 'Creators by Last touch');
  await showsText(page, '.model-choice', 'for comparison');
  await rowHas(page, 'models-ben', '€80.00');
  await choose(page, 'Which events count', 'Raw');
  await showsText(page, '.note', 'Raw figures have no intervals');
}
