import type { MakeUp, Share, Signal, Vetted } from '../../contract/vetting';
import type { Tone } from '../../figures/condition';
import { percent } from '../../figures/format';
import { countryName, displayName, platformName } from '../../figures/names';
import { reasonLabels } from '../../figures/suspect';

interface Word {
  readonly label: string;
  readonly tone: Tone | '';
}

/** What follows, the worst first. */
export const conclusions: Record<Vetted['conclusion'], Word & { readonly meaning: string }> = {
  'ask-first': {
    label: 'Don’t pay before asked',
    tone: 'bad',
    meaning: 'Something strong was found, or two things of which one can’t be the work of strangers. It is a reason to ask, and no verdict: anybody can buy likes for somebody else.',
  },
  'look-closer': {
    label: 'Look closer',
    tone: 'warning',
    meaning: 'One thing was found, or even the upper end of the quality is below 50. It may have an honest reason: look, then ask.',
  },
  'too-few-to-say': {
    label: 'Too few to say',
    tone: '',
    meaning: 'Nothing was found, but fewer than four signals had enough to look at: that says little. What is missing stands beside each signal.',
  },
  clear: { label: 'Clear', tone: 'good', meaning: 'Nothing was found, and at least four signals had enough to look at.' },
};

const severity = Object.keys(conclusions);

/** The worst first, then by name. */
export const worstFirst = (creators: readonly Vetted[]): Vetted[] =>
  [...creators].sort((a, b) =>
    severity.indexOf(a.conclusion) - severity.indexOf(b.conclusion) || (a.creator < b.creator ? -1 : 1));

export const states: Record<Signal['state'], Word> = {
  'ask-first': { label: 'ask first', tone: 'bad' },
  'look-closer': { label: 'look closer', tone: 'warning' },
  'not-found': { label: 'not found', tone: 'good' },
  unknown: { label: 'unknown', tone: '' },
};

export const isFound = ({ state }: Signal): boolean => state === 'ask-first' || state === 'look-closer';

const order = Object.keys(states);

/** What was found first, then what was looked for, then what is unknown; else in the service's order. */
export const foundFirst = (signals: readonly Signal[]): Signal[] =>
  [...signals].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));

const labels: Readonly<Record<string, string>> = {
  ...reasonLabels,
  'follower-jump': 'Jump of followers',
  ratio: 'Likes, comments and views that don’t fit',
  'account-prior': 'Doubtful profiles',
};

export const signalLabel = (reason: string): string => labels[reason] ?? reason;

const parts: Readonly<Record<string, string>> = {
  people: 'Look like people',
  'own accord': 'Of their own accord',
  comments: 'Comments that say something',
  spread: 'Spread over many',
};

export const partLabel = (name: string): string => parts[name] ?? name;

const figures: Readonly<Record<string, string>> = {
  country: 'Countries',
  platform: 'Platforms',
  kind: 'Kinds of engagement',
  hour: 'Hours',
  language: 'Languages of comments',
  sentiment: 'Sentiment of comments',
};

const unknown = 'unknown';

export interface Figure {
  readonly id: string;
  readonly label: string;
  readonly known: readonly (MakeUp & { share: Share })[];
  /** How much of it isn't known; null: there is nothing to know it of. */
  readonly unknown: Share | null;
}

/** The make-up by its figures, in the service's order. */
export function figuresOf(makeUp: readonly MakeUp[]): Figure[] {
  return [...new Set(makeUp.map(({ figure }) => figure))].map((id) => {
    const all = makeUp.filter(({ figure }) => figure === id);
    return {
      id,
      label: figures[id] ?? id,
      known: inOrder(id, all.filter((one): one is MakeUp & { share: Share } => one.value !== unknown && one.share !== null)),
      unknown: all.find(({ value }) => value === unknown)?.share ?? null,
    };
  });
}

/** Hours by the clock, all else the most frequent first, as it comes. */
const inOrder = <T extends MakeUp>(figure: string, known: T[]): T[] =>
  figure === 'hour' ? known.sort((a, b) => (a.value < b.value ? -1 : 1)) : known;

/** What the service says in half a sentence. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A value of the make-up; names come from the file. */
export function valueLabel(figure: string, value: string): string {
  if (value === 'others') return 'Others';
  if (figure === 'country') return countryName(value);
  if (figure === 'platform') return platformName(value);
  return sentence(displayName(value));
}

/** `12 to 18 %`: the 95 % interval. */
export const intervalText = ({ low, high }: Share): string =>
  `${percent(low, 1).replace(/\s*%$/, '')} to ${percent(high, 1)}`;

export const shareText = (share: Share): string => `${percent(share.value, 1)} (${intervalText(share)})`;

/** As the service's own limit, so that a file that is too large is not sent first. */
export const mostBytes = 20_000_000;
