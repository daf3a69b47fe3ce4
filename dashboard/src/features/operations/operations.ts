import type { Operations, Rebuild, Task } from '../../contract/operations';
import type { Tone } from '../../figures/condition';
import { count, unitSpace } from '../../figures/format';
import { duration } from '../../figures/time';

/** Something that is not as it should be, in words. */
export interface Finding {
  readonly tone: Tone;
  readonly text: string;
  readonly sinceMs: number | null;
}

/** A task this far behind is worth a word: figures are promised within seconds. */
export const slowSeconds = 10;
export const verySlowSeconds = 60;
const freshLetterMs = 10 * 60_000;
const mostNames = 3;

/** What is wrong just now, the worst first; nothing where all is well. */
export function findings(operations: Operations): Finding[] {
  const { tasks } = operations;
  const inState = (state: Task['state']): Task[] => tasks.filter((task) => task.state === state);
  return [
    ...refused(operations),
    ...kafka(operations),
    ...unowned(inState('unowned')),
    ...silent(inState('silent')),
    ...troubled(tasks),
    ...behind(inState('live')),
    ...takingOver(inState('taking-over'), operations.form),
    ...redis(operations),
    ...letters(operations),
    ...channels(operations),
  ].sort((a, b) => rank[a.tone] - rank[b.tone]);
}

const rank: Record<Tone, number> = { bad: 0, warning: 1, good: 2 };

function refused({ refusal }: Operations): Finding[] {
  if (refusal === null) return [];
  return [{ tone: 'bad', text: `No input is taken. ${refusal.reason}`, sinceMs: refusal.sinceMs }];
}

function kafka({ kafka: { state, sinceMs } }: Operations): Finding[] {
  if (state !== 'away') return [];
  return [{ tone: 'bad', text: 'Kafka does not answer: nothing new comes into the figures', sinceMs }];
}

function unowned(tasks: readonly Task[]): Finding[] {
  if (tasks.length === 0) return [];
  const [have, their] = tasks.length === 1 ? ['has', 'its'] : ['have', 'their'];
  return [{ tone: 'bad', text: `${names(tasks)} ${have} no owner: ${their} figures stand still`, sinceMs: earliest(tasks) }];
}

function silent(tasks: readonly Task[]): Finding[] {
  const owners = [...new Set(tasks.map((task) => task.owner))];
  return owners.map((owner) => {
    const owned = tasks.filter((task) => task.owner === owner);
    return { tone: 'bad', text: `${owner} does not answer; it owns ${names(owned)}`, sinceMs: earliest(owned) };
  });
}

function troubled(tasks: readonly Task[]): Finding[] {
  const troubles = [...new Set(tasks.flatMap((task) => task.trouble ?? []))];
  return troubles.map((trouble) => {
    const sharing = tasks.filter((task) => task.trouble === trouble);
    return { tone: 'bad' as const, text: `${names(sharing)}: ${trouble}`, sinceMs: null };
  });
}

function behind(tasks: readonly Task[]): Finding[] {
  const slow = tasks.filter((task) => (task.lag.seconds ?? 0) >= slowSeconds);
  if (slow.length === 0) return [];
  const seconds = Math.max(...slow.map((task) => task.lag.seconds ?? 0));
  const by = slow.length === 1 ? '' : 'up to ';
  return [{
    tone: seconds >= verySlowSeconds ? 'bad' : 'warning',
    text: `${names(slow)} ${slow.length === 1 ? 'is' : 'are'} ${by}${duration(seconds * 1000)} behind`,
    sinceMs: null,
  }];
}

function takingOver(tasks: readonly Task[], form: Operations['form']): Finding[] {
  if (tasks.length === 0) return [];
  const etas = tasks.map((task) => task.rebuild?.etaSeconds ?? null);
  const eta = etas.some((seconds) => seconds === null) ? null : Math.max(...etas.map((seconds) => seconds ?? 0));
  const toGo = eta === null || eta < 1 ? '' : `, about ${duration(eta * 1000)} to go`;
  const text = form === 'embedded'
    ? 'The service reads its log; figures are not complete yet'
    : `${names(tasks)} ${tasks.length === 1 ? 'is' : 'are'} being taken over${toGo}`;
  return [{ tone: 'warning', text, sinceMs: earliest(tasks) }];
}

function redis({ redis: { state, sinceMs }, processes }: Operations): Finding[] {
  if (state === 'away') {
    return [{ tone: 'warning', text: 'Redis is away: figures come from Kafka’s log, complete and current', sinceMs }];
  }
  return processes.flatMap((process) =>
    process.redis?.state === 'away'
      ? [{ tone: 'warning' as const, text: `${process.address} can’t reach Redis`, sinceMs: process.redis.sinceMs }]
      : []);
}

function letters({ deadLetters, timeMs }: Operations): Finding[] {
  if (deadLetters === null) return [];
  if (deadLetters.trouble !== null) {
    return [{ tone: 'warning', text: `Dead letters can’t be counted: ${deadLetters.trouble}`, sinceMs: null }];
  }
  const newest = Math.max(0, ...deadLetters.reasons.map((reason) => reason.newestMs));
  if (timeMs - newest > freshLetterMs) return [];
  return [{
    tone: 'warning',
    text: `Messages that can’t be used are coming in; the newest ${duration(timeMs - newest)} ago`,
    sinceMs: null,
  }];
}

function channels({ notifications }: Operations): Finding[] {
  return (notifications ?? []).flatMap(({ name, waiting, fault, faultMs }) => fault === null ? [] : [{
    tone: 'warning' as const,
    text: `The channel ${name} does not take what is told of alerts (${fault}); ${count(waiting)} ${waiting === 1 ? 'waits' : 'wait'}`,
    sinceMs: faultMs,
  }]);
}

/** All is well, with what it rests on. */
export function wellText({ tasks }: Operations): string {
  const seconds = Math.max(0, ...tasks.map((task) => task.lag.seconds ?? 0));
  const many = `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`;
  return `All is well: ${many} live, ${seconds < 2 ? 'none behind' : `at most ${duration(seconds * 1000)} behind`}`;
}

/** `32.0 k left · 3 s`: how far a task is that takes over. */
export function rebuildText({ left, etaSeconds }: Rebuild): string {
  if (left === null) return 'restores its snapshot';
  if (left === 0) return 'about to publish';
  const eta = etaSeconds === null || etaSeconds < 1 ? '' : ` · ${duration(etaSeconds * 1000)}`;
  return `${count(left)} left${eta}`;
}

/** From 0 to 1; null where it isn't known. */
export const rebuildShare = ({ left, total }: Rebuild): number | null =>
  left === null || total === null || total === 0 ? null : 1 - left / total;

/** Seconds of lag: a look is taken every two, so less than that is none. */
export function lagSeconds(seconds: number | null): string {
  if (seconds === null) return '–';
  return seconds < 2 ? `<${unitSpace}2${unitSpace}s` : duration(seconds * 1000);
}

export function lagTone(task: Task): Tone {
  const seconds = task.lag.seconds ?? 0;
  if (seconds >= verySlowSeconds) return 'bad';
  return seconds >= slowSeconds ? 'warning' : 'good';
}

export const stateWords: Record<Task['state'], string> = {
  live: 'live',
  'taking-over': 'taking over',
  silent: 'does not answer',
  unowned: 'no owner',
};

export const stateTones: Record<Task['state'], Tone> = {
  live: 'good',
  'taking-over': 'warning',
  silent: 'bad',
  unowned: 'bad',
};

/** Sorts visitors-2 before visitors-10, and visitors before workspaces. */
export function taskOrder({ stage, name }: Task): string {
  return stage + (/\d+$/.exec(name)?.[0] ?? '').padStart(6, '0');
}

/** `visitors-0, visitors-1 and 2 more`. */
function names(tasks: readonly Task[]): string {
  const all = [...tasks].sort((a, b) => (taskOrder(a) < taskOrder(b) ? -1 : 1)).map((task) => task.name);
  if (all.length > mostNames) return `${all.slice(0, mostNames).join(', ')} and ${all.length - mostNames} more`;
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function earliest(tasks: readonly Task[]): number | null {
  const known = tasks.flatMap((task) => (task.sinceMs === null ? [] : [task.sinceMs]));
  return known.length === 0 ? null : Math.min(...known);
}
