import type { CaseCounter, CaseRow, ViewFigures } from '../../contract';
import { count, percent } from '../../figures/format';
import { displayName, platformName } from '../../figures/names';
import { reasonLabels } from '../../figures/suspect';

export type Decision = Exclude<CaseRow['status'], 'open'>;

/** What is seen of it, for who doesn't know the rules. */
export const appearances: Record<CaseRow['code'], string> = {
  'bought-burst': 'Within hours, far more accounts than usual engaged that nothing shows had ever met the content.',
  'slow-drip': 'Hour after hour, accounts engaged that nothing shows had ever met the content, far more than usual.',
  pod: 'A group of accounts engages with the same posts of several creators within minutes, again and again.',
  'inhuman-rate': 'Accounts act faster than a person can.',
  'inhuman-rhythm': 'Accounts act like clockwork, or day and night without a pause.',
  'click-flood': 'Accounts click links again and again and leave the shop at once, always.',
  'spam-text': 'Accounts write advertising below posts.',
  'click-injection': 'Clicks were reported just before orders of buyers who were in the shop already. The buyers are honest.',
  'leaked-code': 'Most buyers with the code had never met its creator, far more than with other codes. The buyers are honest.',
  'follower-jump': 'Far more followers than usual came at once, and no content that is known explains it.',
  ratio: 'Likes, comments, views and followers are far out of proportion.',
  'known-bot': 'Programs that name themselves.',
  'repeated-text': 'Accounts wrote the same comment.',
  override: 'Somebody said so.',
};

export const caseLabels: Record<CaseRow['code'], string> = {
  ...reasonLabels,
  'click-injection': 'Injected clicks',
  'leaked-code': 'Leaked code',
  'follower-jump': 'Follower jump',
  ratio: 'Odd proportions',
};

export const statuses: Record<CaseRow['status'], { readonly label: string; readonly tone: string }> = {
  open: { label: 'to decide', tone: 'warning' },
  confirmed: { label: 'confirmed', tone: 'bad' },
  dismissed: { label: 'dismissed', tone: '' },
  escalated: { label: 'escalated', tone: 'warning' },
};

export const decisions: readonly { readonly value: Decision; readonly label: string }[] = [
  { value: 'confirmed', label: 'Confirm' },
  { value: 'dismissed', label: 'Dismiss' },
  { value: 'escalated', label: 'Escalate' },
];

const groupEffects: Record<Decision, string> = {
  confirmed: 'It is as it says: all of its actors are left out of authentic figures.',
  dismissed: 'It is wrong: its actors count again, unless something else speaks against them.',
  escalated: 'Somebody else is to look at it: figures stay as they are.',
};

/** What a decision does where the case is about a platform’s counter, which names nobody. */
const counterEffects: Record<Decision, string> = {
  confirmed: 'It is as it says: what is held to be bought is left out of authentic counters.',
  dismissed: 'It is wrong: all that the platform counts is authentic, unless another case speaks against it.',
  escalated: 'Somebody else is to look at it: figures stay as they are.',
};

const clickEffects: Record<Decision, string> = {
  confirmed: 'It is as it says: these clicks get no credit in authentic figures.',
  dismissed: 'It is wrong: these clicks count like all others.',
  escalated: 'Somebody else is to look at it: figures stay as they are.',
};

const codeEffects: Record<Decision, string> = {
  confirmed: 'It is as it says. Figures stay as they are: the orders are real, and the code still says whose they are.',
  dismissed: 'It is wrong. Figures stay as they are.',
  escalated: 'Somebody else is to look at it: figures stay as they are.',
};

/** What a decision on a case does. */
export function effectOf(row: CaseRow, decision: Decision): string {
  if (row.counter) return counterEffects[decision];
  if (row.code === 'click-injection') return clickEffects[decision];
  if (row.code === 'leaked-code') return codeEffects[decision];
  return groupEffects[decision];
}

/** Whether it is about orders, whose buyers are honest. */
export const isOfOrders = ({ code }: CaseRow): boolean => code === 'click-injection' || code === 'leaked-code';

/** Of a group, kind/what: those of single actors are decided about actor by actor. */
export const isOfGroup = ({ id }: CaseRow): boolean => id.includes('/');

const isUndecided = ({ status }: CaseRow): boolean => status === 'open' || status === 'escalated';

const lists = {
  todo: (row: CaseRow) => isOfGroup(row) && isUndecided(row),
  decided: (row: CaseRow) => isOfGroup(row) && !isUndecided(row),
  single: (row: CaseRow) => !isOfGroup(row),
  all: () => true,
};

export type Which = keyof typeof lists;

export const toDecide = (rows: readonly CaseRow[]): number => rows.filter(lists.todo).length;

/**
 * Those with the most events first. A case that was decided here stays where it is until another list is chosen: nothing that
 * could be undone goes from under the pointer.
 */
export function listed(rows: readonly CaseRow[], which: Which, decidedHere: ReadonlySet<string>): CaseRow[] {
  return rows.filter((row) => lists[which](row) || decidedHere.has(row.id)).sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
}

/** From .9 on one sign is enough to leave an actor out of a campaign of the usual strictness. */
export function confidenceText(confidence: number): string {
  const word = confidence >= 0.9 ? 'strong' : confidence >= 0.6 ? 'moderate' : 'weak';
  return `${word}, ${percent(confidence, 0)}`;
}

export function expectedText({ expected }: CaseRow): string {
  if (expected === null) return 'not known';
  return expected > 0 && expected < 0.1 ? 'below 0.1' : count(expected);
}

export type Strength = ViewFigures['cases']['strength'];

/** From which likelihood on a campaign leaves an actor out. */
export const leastToLeaveOut: Record<Strength, number> = { relaxed: 0.97, moderate: 0.9, strict: 0.7 };

/** Where the case alone is too unsure to leave anybody out, something else did. */
export function leftOutText({ actors, excluded, confidence, status }: CaseRow, strength: Strength): string {
  if (excluded === 0) return 'none left out';
  const whole = excluded === actors ? 'all left out' : `${count(excluded)} left out`;
  const isByIt = status === 'confirmed' || (status !== 'dismissed' && confidence >= leastToLeaveOut[strength]);
  return isByIt ? whole : `${whole}, not by this alone`;
}

/** Which part of a counter’s rise is held to be bought, and the interval that it lies in. */
export function boughtText({ change, bought, boughtLow, boughtHigh }: CaseCounter): { readonly share: string; readonly interval: string } {
  const of = (part: number) => (change === 0 ? '–' : percent(part / change, 0));
  return { share: of(bought), interval: `${of(boughtLow)} to ${of(boughtHigh)}` };
}

/** Whose counter it is. */
export const counterOf = ({ platform, account, name }: CaseCounter): string =>
  `${displayName(name)} of ${account === null ? 'content' : displayName(account)}, ${platformName(platform)}`;

/** What its engagements are of. */
export const subject = ({ content, creator }: CaseRow): string =>
  content !== null ? 'of this content' : creator !== null ? 'of this creator' : 'of the campaign';

/** By how much everybody who is left out lowers them; null: there are none. */
export const change = ({ rawEngagements, authenticEngagements }: CaseRow): number | null =>
  rawEngagements === 0 ? null : authenticEngagements / rawEngagements - 1;

/** A case as one line, for who doesn't see what stands around a button. */
export const nameOf = (label: string, row: CaseRow): string =>
  `${label}, ${displayName(row.content ?? row.creator ?? 'several creators')}`;
