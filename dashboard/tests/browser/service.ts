import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(process.cwd(), '..');
const program = join(root, 'src/CreatorStream.Host/bin/Release/net10.0/creatorstream.dll');
const pages = process.env.CREATORSTREAM_DASHBOARD ?? join(process.cwd(), 'dist');
const leash = join(root, 'build/script/leash.sh');

/** Why no service can be started here; null: it can. */
export function whyNoService(): string | null {
  if (!existsSync(program)) return 'the service is not built (dotnet build -c Release)';
  if (!existsSync(join(pages, 'index.html'))) return 'the dashboard is not built (npm run build)';
  return null;
}

const running = new Set<Service>();

/** For the end of this process, however it comes: must not wait for anything. */
export function killServices(): void {
  for (const service of running) service.remove();
}

export type Fact = Readonly<Record<string, unknown>>;

/** The real service on a data folder of its own, which can be killed and started again on the same port. */
export class Service {
  private readonly data = mkdtempSync(join(tmpdir(), 'creatorstream-browser-'));
  private child: ChildProcess | undefined;
  private output = '';
  private port = '0';
  address = '';

  private constructor(private readonly key: string | undefined) {}

  static async start(key?: string): Promise<Service> {
    const service = new Service(key);
    running.add(service);
    await service.launch();
    return service;
  }

  async killAndRestart(whileDown: () => Promise<void>): Promise<void> {
    const child = this.child;
    child?.kill('SIGKILL');
    child?.stdin?.destroy();
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await whileDown();
    await this.launch();
  }

  remove(): void {
    this.child?.kill('SIGKILL');
    this.child?.stdin?.destroy();
    rmSync(this.data, { recursive: true, force: true, maxRetries: 3 });
    running.delete(this);
  }

  events(events: readonly Fact[]): Promise<void> {
    return this.post('/v1/events', events);
  }

  catalog(entries: readonly Fact[]): Promise<void> {
    return this.post('/api/catalog', entries);
  }

  private async post(path: string, facts: readonly Fact[]): Promise<void> {
    const response = await fetch(this.address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.key && { authorization: `Bearer ${this.key}` }) },
      body: JSON.stringify(facts),
    });
    const answer = await response.text();
    if (response.status !== 200) throw new Error(`POST ${path} answered ${response.status}: ${answer}`);
  }

  private async launch(): Promise<void> {
    const dotnet = process.env.DOTNET ?? (process.env.DOTNET_ROOT ? join(process.env.DOTNET_ROOT, 'dotnet') : 'dotnet');
    const settings = ['--data', this.data, '--port', this.port, '--dashboard', pages];
    const child = spawn(leash, [dotnet, program, 'serve', ...settings], {
      // The service ends with its input: with this process, however that ends.
      stdio: ['pipe', 'pipe', 'pipe'],
      // By the environment, as everybody should: arguments are seen in the list of processes.
      env: { ...process.env, CREATORSTREAM_KEY: this.key },
    });
    this.child = child;
    this.output = '';
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the service ${why}:\n${this.output}`));
      const read = (chunk: Buffer) => {
        this.output += chunk.toString();
        const found = /listens on (http:\/\/[^/\s]+:(\d+))/.exec(this.output);
        if (!found) return;
        this.address = found[1] ?? '';
        this.port = found[2] ?? '0';
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', (error) => fail(`could not be started (${error.message})`));
      child.once('exit', (code, signal) => {
        fail(`ended (${code ?? signal})`);
      });
    });
  }
}
