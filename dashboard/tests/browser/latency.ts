import { setTimeout as pace } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { event, postOf, times } from './facts';
import { eventually } from './eventually';
import { campaignPath, showsFigures } from './screen';
import type { Service } from './service';

const samples = 100;
const trafficTickMs = 100;
const trafficPerTick = 15;
const longestGapMs = 200;

declare global {
  interface Window {
    /** When the page first had each number of conversions. */
    conversionsAt?: Map<string, number>;
  }
}

/** From the service's answer to a single event to its figure on the page, while other events of the campaign flow. */
export async function measureLatency(page: Page, service: Service): Promise<string> {
  const name = 'latency';
  await service.events([event('impression', name, postOf('ana', name))]);
  await page.goto(service.address + campaignPath(name));
  await showsFigures(page, { impressions: 1, conversions: 0 });
  await page.evaluate(watchConversions);

  const traffic = startTraffic(service, name);
  const waits: number[] = [];
  try {
    for (let n = 1; n <= samples; n += 1) {
      await service.events([event('signup', name, { ...postOf('ana', name), visitor: `buyer-${n}` })]);
      const answered = Date.now();
      const shown = await eventually(
        `${n} conversions on the page`,
        async () => (await page.evaluate((value) => window.conversionsAt?.get(value), String(n))) ?? undefined,
      );
      // The page may be faster than the answer's way to here.
      waits.push(Math.max(0, shown - answered));
      // The next one comes at any point of the service's rhythm, not right after an update.
      await pace(Math.random() * longestGapMs);
    }
  } finally {
    await traffic.stop();
  }
  waits.sort((a, b) => a - b);
  const quantile = (share: number) => waits[Math.ceil(share * waits.length) - 1];
  return `accepted to on screen: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, longest ${waits.at(-1)} ms (${waits.length} events, beside ${traffic.perSecond()} events/s)`;
}

function watchConversions(): void {
  const seen = new Map<string, number>();
  window.conversionsAt = seen;
  const look = () => {
    const value = document.querySelector('[data-testid="kpi-conversions"]')?.getAttribute('data-value');
    if (value && !seen.has(value)) seen.set(value, Date.now());
  };
  new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
}

function startTraffic(service: Service, campaign: string): { stop(): Promise<void>; perSecond(): number } {
  const started = performance.now();
  let sent = 0;
  let sending = true;
  const flow = (async () => {
    while (sending) {
      await service.events(
        times(trafficPerTick, (index) => event(index % 3 === 0 ? 'like' : 'impression', campaign, postOf(index % 2 === 0 ? 'ana' : 'ben', campaign))),
      );
      sent += trafficPerTick;
      // As many a second, whatever a request takes.
      await pace(Math.max(0, started + (sent / trafficPerTick) * trafficTickMs - performance.now()));
    }
  })();
  let lasted = 0;
  return {
    async stop() {
      sending = false;
      await flow;
      lasted = performance.now() - started;
    },
    perSecond: () => Math.round((sent / lasted) * 1000),
  };
}
