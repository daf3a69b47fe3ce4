import type { Attribution, ModelCredits } from '../../contract';
import { count } from '../../figures/format';

export type Model = Exclude<keyof ModelCredits, 'removalEffect'>;
type Figures = Attribution['figures'];

export interface ModelAbout {
  readonly id: Model;
  readonly label: string;
  readonly definition: string;
  /** Shares no order by itself: it is fitted to all paths of the workspace. */
  readonly isFitted: boolean;
}

export const models: readonly ModelAbout[] = [
  rule('firstTouch', 'First touch', 'All of an order to the first whom its buyer met.'),
  rule('lastTouch', 'Last touch', 'All of an order to the last click or visit before it, or to the creator of its code.'),
  rule('linear', 'Linear', 'Each order in equal parts to all touches before it.'),
  rule('timeDecay', 'Time decay', 'More to late touches: one that is a week older counts half.'),
  rule('uShaped', 'U-shaped', '40 % of an order to the first touch, 40 % to the last, the rest in equal parts to those between.'),
  rule('wShaped', 'W-shaped', '30 % each to the first touch, to the one that made a lead, and to the last. Without a lead it is U-shaped.'),
  fitted('markov', 'Markov', 'In proportion to what would be lost without the creator: paths of buyers and of those who bought nothing are taken as a chain from one creator to the next.'),
  fitted('shapley', 'Shapley', 'Each order in equal parts to all whom its buyer met, however often.'),
  fitted('counterfactual', 'Counterfactual', 'By how much more often people bought on a path than on the same path without the creator; where that is no more, all to the last one.'),
];

export function modelOf(id: Model): ModelAbout {
  const found = models.find((model) => model.id === id);
  if (!found) throw new Error(`The model ${id} has no definition.`);
  return found;
}

const leastConversions = 300;

/** Why the primary model is the one to decide by. */
export function reasonOf({ primary, fitted: { conversions } }: Figures): string {
  switch (primary.reason) {
    case 'chosen':
      return 'chosen for this campaign.';
    case 'enough-conversions':
      return `it needs ${leastConversions} conversions, and the workspace has ${count(conversions)}.`;
    case 'too-few-conversions':
      return `data-driven models need ${leastConversions} conversions, and the workspace has ${count(conversions)}.`;
  }
}

/** What the fitted models were fitted to. */
export function fitNote(figures: Figures, fit: Figures['fitted']): string {
  if (fit.conversions === 0) return 'The fitted models begin with the first order of somebody who met a creator.';
  const sample = fit.sampled < fit.unconverted ? ` (${count(fit.sampled)} of them were looked at)` : '';
  const people = `${count(fit.unconverted)} visitors who met somebody and bought nothing${sample}`;
  const rest = figures.folded > 0 ? ` ${count(figures.folded)} creators and channels with few orders are fitted as one.` : '';
  const rare = figures.shortened > 0 ? ` ${count(figures.shortened)} orders went rare paths: of these the last step counts.` : '';
  return `Markov, Shapley and counterfactual are fitted to the paths of ${count(fit.conversions)} conversions and of ${people}.${rest}${rare}`;
}

function rule(id: Model, label: string, definition: string): ModelAbout {
  return { id, label, definition, isFitted: false };
}

function fitted(id: Model, label: string, definition: string): ModelAbout {
  return { id, label, definition, isFitted: true };
}
