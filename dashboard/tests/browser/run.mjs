// `npm run test:browser` (with exec, so that signals reach it, not a shell). Node 20 runs no TypeScript, Vite does;
// everything else is in main.ts.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('main.ts', import.meta.url).pathname, { configFile: false, logLevel: 'error' });
process.exitCode = await module.main();
