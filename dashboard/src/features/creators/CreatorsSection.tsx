import { useState } from 'react';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import type { CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { FilterBox } from '../../tables/FilterBox';
import { AudienceTable } from './AudienceTable';
import { CreatorsTable } from './CreatorsTable';

export function CreatorsSection({ view, route }: { view: View; route: CampaignRoute }) {
  const creators = useView(route.campaign, 'creators');
  const [filter, setFilter] = useState('');
  if (typeof creators === 'string') return <MissingView why={creators} />;
  return (
    <div className="stack">
      <CreatorsTable
        title="Creators"
        rows={creators.figures.rows}
        others={creators.figures.others}
        view={view}
        route={route}
        filter={filter}
        tools={<FilterBox label="Filter creators" value={filter} onChange={setFilter} />}
      />
      <AudienceTable rows={creators.figures.rows} view={view} route={route} filter={filter} />
    </div>
  );
}
