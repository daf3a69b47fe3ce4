import type { Others } from '../contract';
import { exact, money } from '../figures/format';
import type { View } from './figureColumns';

/** What has no row, since there is more than can be shown. */
export function OthersNote({ others, of, view }: { others: Others | null; of: string; view: View }) {
  if (others === null) return null;
  const totals = view.mode === 'raw' ? others.raw : others.totals;
  return (
    <p className="note others" data-testid="others">
      And {exact(others.count, of)} more, in no row and no file, with {exact(totals.impressions, 'impressions')},{' '}
      {exact(totals.clicks, 'clicks')}, {exact(totals.engagements, 'engagements')},{' '}
      {exact(totals.conversions, 'conversions')} and {money(totals.revenue, view.currency)} revenue of all time. Rows are
      for those of the catalog first, then for those with the most events.
    </p>
  );
}
