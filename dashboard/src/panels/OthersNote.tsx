import type { Others } from '../contract';
import type { View } from './figureColumns';

const count = new Intl.NumberFormat('en');

/** What has no row, since there is more than can be shown. */
export function OthersNote({ others, of, view }: { others: Others | null; of: string; view: View }) {
  if (others === null) return null;
  const totals = view.mode === 'raw' ? others.raw : others.totals;
  return (
    <p className="note" data-testid="others">
      And {count.format(others.count)} more {of}, with {count.format(totals.impressions)} impressions,{' '}
      {count.format(totals.clicks)} clicks and {count.format(totals.conversions)} conversions of all time. Those of the
      catalog come first, then those with the most events.
    </p>
  );
}
