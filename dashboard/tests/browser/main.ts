import type { Browser, Page } from 'playwright-core';
import { modelsShareOrders } from './attribution';
import { findChromium, launch, openScreen, type Screen } from './browser';
import { dismissedActorsCount } from './cases';
import * as figures from './figures';
import { firstEventAppears, unknownCampaignFills } from './firstEvent';
import { measureLatency } from './latency';
import { fitsEverywhere, themeIsChosen } from './layout';
import { operationsAreShown } from './operations';
import { surviveKill } from './outage';
import { Runner } from './runner';
import { noErrors } from './screen';
import { killServices, Service, whyNoService } from './service';
import { keyIsAsked } from './signIn';
import { creatorIsVetted } from './vetting';

interface Case {
  readonly name: string;
  readonly body: (page: Page, service: Service) => Promise<void>;
  /** What the browser itself logs in this case, and rightly so. */
  readonly complaints?: RegExp;
}

const key = 'a key of the browser tests';
const lostConnection = /ERR_CONNECTION_REFUSED|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket|Connection disconnected|502|503/;

/** In this order, on one service: the first one needs it empty. */
const cases: readonly Case[] = [
  { name: 'an empty service shows the line that makes a first event', body: firstEventAppears },
  { name: 'the page of an unknown campaign fills with its first event', body: unknownCampaignFills },
  { name: 'catalog and events move key figures, timeline and creators', body: figures.everythingMoves },
  { name: 'the tables of content and creators move', body: figures.tablesMove },
  { name: 'raw figures show what bots did', body: figures.rawShowsBots },
  { name: 'windows switch by button, key and address', body: figures.windowsSwitch },
  { name: 'visits fill the traffic, late ones join sessions', body: figures.visitsFillTraffic },
  { name: 'a spike raises an alert', body: figures.spikeAlerts },
  { name: 'actors of a dismissed case count again, and what it rests on is saved', body: dismissedActorsCount, complaints: /cases\/events/ },
  { name: 'models share the same orders', body: modelsShareOrders },
  { name: 'a paused page stands still, and catches up', body: figures.pauseHolds },
  { name: 'the operations page tells what every task does', body: operationsAreShown },
  { name: 'a creator is vetted by a file, once its fault is corrected', body: creatorIsVetted, complaints: /400/ },
  { name: 'no page is wider than the window, in both themes', body: (page, service) => fitsEverywhere(page, service, 'spring') },
  { name: 'the theme is chosen and kept', body: themeIsChosen },
  {
    name: 'accepted to on screen is measured',
    body: async (page, service) => console.log(`        ${await measureLatency(page, service)}`),
  },
  { name: 'the page survives a kill -9 of the service', body: surviveKill, complaints: lostConnection },
];

const signInCase: Case = {
  name: 'a service with a key asks for it',
  body: (page, service) => keyIsAsked(page, service, key),
  complaints: /401|api\/session|ERR_FAILED/,
};

export async function main(): Promise<number> {
  const runner = new Runner();
  const resultFile = process.env.BROWSER_RESULTS;
  const chromium = findChromium();
  const obstacle = chromium ? whyNoService() : 'there is no Chromium: install it, or name it by CHROMIUM';
  if (!chromium || obstacle !== null) {
    for (const { name } of [...cases, signInCase]) runner.skip(name, obstacle ?? '');
    return runner.finish(resultFile);
  }

  // Chromium is ended by its driver when this process exits.
  process.on('exit', killServices);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  const browser = await launch(chromium);
  try {
    await runAll(runner, browser, cases, () => Service.start());
    await runAll(runner, browser, [signInCase], () => Service.start(key));
  } finally {
    await browser.close();
  }
  return runner.finish(resultFile);
}

async function runAll(runner: Runner, browser: Browser, all: readonly Case[], start: () => Promise<Service>): Promise<void> {
  const service = await start();
  for (const one of all) {
    await runner.test(one.name, async () => {
      const screen = await openScreen(browser);
      try {
        await one.body(screen.page, service);
        noErrors(unexpected(screen, one.complaints));
      } finally {
        await screen.close();
      }
    });
  }
  service.remove();
}

const unexpected = (screen: Screen, complaints: RegExp | undefined): string[] =>
  screen.takeErrors().filter((text) => !complaints?.test(text));
