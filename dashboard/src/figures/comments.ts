import type { AudienceQuality, Comments, Mode } from '../contract';
import { count, missing, percent, ratio } from './format';

export const audienceDefinition =
  'How good the audience is, 0 to 100: the weighted mean of the parts that are known. Weights are judgements: people among those who engaged 3, comments that say something 1, engagement that isn’t by the ten most active 1; engagement of one’s own accord, 1, isn’t counted by itself live. What isn’t known makes the range wider, and the score no lower. It is no verdict about the creator: anybody can buy likes for somebody else.';
export const peopleDefinition =
  'Share of the visitors who engaged that are held to be no programs, and in no pod or purchase that was found. Of at least 30.';
export const spreadDefinition =
  'Share of the engagements that are not by the ten most active accounts, of all actors. Of at least 100.';
export const qualityDefinition =
  'Share of the comments with a text that say something: at least four different words, names, tags and emoji not counted, and no spam.';
export const sentimentDefinition =
  'Mean of VADER’s compound, −1 to 1, of comments in English. Other languages are not guessed. VADER takes emoji by their names, so 🔥 is a fire.';
export const positiveDefinition = 'Share of the comments scored by VADER with a compound from .05 on.';
export const negativeDefinition = 'Share of the comments scored by VADER with a compound down from −.05.';

interface Commented {
  readonly comments: Comments;
  readonly commentsRaw: Comments;
}

export const commentsOf = (row: Commented, mode: Mode): Comments => (mode === 'raw' ? row.commentsRaw : row.comments);

/** 64 to 92 of 100. */
export const audienceRange = ({ low, high }: AudienceQuality): string => `${Math.round(low)}–${Math.round(high)}`;

export const audienceScore = ({ score }: AudienceQuality): string => (score === null ? missing : String(Math.round(score)));

/** All parts in words: what each is the share of, or why it isn’t known. */
export const audienceParts = ({ certainty, parts }: AudienceQuality): string =>
  [
    `${percent(certainty, 0)} of it known`,
    ...parts.map(({ part, share, why }) => `${part}: ${share === null ? why : `${percent(share, 1)}, ${why}`}`),
  ].join('\n');

/** What the comments of a campaign say, in a line. */
export function commentsInWords(comments: Comments): string {
  const { texts, quality, scored, unscored, positive, negative, sentiment } = comments;
  const said = `All of the campaign: ${count(texts)} comments with a text, ${percent(quality, 0)} of them say something`;
  const felt = `of ${count(scored)} in English ${percent(positive, 0)} are positive and ${percent(negative, 0)} negative, ${ratio(sentiment)} on average`;
  const rest = `${count(unscored)} in other languages are not scored`;
  return `${[said, ...(scored > 0 ? [felt] : []), ...(unscored > 0 ? [rest] : [])].join('; ')}.`;
}
