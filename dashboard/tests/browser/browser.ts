import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { limitMs } from './eventually';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const findChromium = (): string | undefined => candidates.find((path) => path && existsSync(path));

// As root Chromium runs only without its sandbox; the rest keeps it from calling home.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: flags,
    timeout: limitMs,
    // main.ts ends everything on a signal; Chromium goes with this process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });

export interface Screen {
  readonly page: Page;
  /** What the console and the page complained about so far, and forgets it. */
  takeErrors(): string[];
  close(): Promise<void>;
}

/** A page in a context of its own: no state is shared between tests. */
export async function openScreen(browser: Browser, options: BrowserContextOptions = {}): Promise<Screen> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(limitMs);
  const page = await context.newPage();
  let errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      errors.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  return {
    page,
    takeErrors() {
      const taken = errors;
      errors = [];
      return taken;
    },
    close: () => context.close(),
  };
}
