import { useState } from 'react';
import { displayName } from '../../figures/names';
import { Link } from '../../parts/Link';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { FilterBox } from '../../tables/FilterBox';
import { ContentTable } from './ContentTable';

export function ContentSection({ view, route, zone }: { view: View; route: CampaignRoute; zone: string }) {
  const content = useView(route.campaign, 'content');
  const [filter, setFilter] = useState('');
  if (typeof content === 'string') return <MissingView why={content} />;
  const { rows } = content.figures;
  const creator = rows.find((row) => row.creator === route.creator)?.creatorName ?? route.creator;
  return (
    <ContentTable
      rows={rows}
      others={content.figures.others}
      view={view}
      route={route}
      filter={filter}
      zone={zone}
      tools={
        <>
          {creator !== null && (
            <Link className="chip clear" href={formatRoute({ ...route, creator: null })} title="Show all creators">
              only <bdi>{displayName(creator)}</bdi> <span aria-hidden="true">✕</span>
              <span className="visually-hidden">, show all</span>
            </Link>
          )}
          <FilterBox label="Filter content" value={filter} onChange={setFilter} />
        </>
      }
    />
  );
}
