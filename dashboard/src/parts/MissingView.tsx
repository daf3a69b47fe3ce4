import { EmptyState } from './EmptyState';
import { TableSkeleton } from './Skeletons';

/** In the place of figures that are not there yet, or that the service doesn’t have. */
export function MissingView({ why }: { why: 'loading' | 'refused' }) {
  if (why === 'loading') return <TableSkeleton />;
  return (
    <EmptyState title="These figures can’t be shown">
      <p>The service has none of this kind: it may be older than this page. Load the page again; if that doesn’t help, see Operations.</p>
    </EmptyState>
  );
}
