import { useState } from 'react';
import { TableSkeleton } from '../../parts/Skeletons';
import { useView } from '../../store/hooks';
import type { CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { ChannelCredit } from './ChannelCredit';
import { ChosenModel } from './ChosenModel';
import { ContentCredit } from './ContentCredit';
import { CreatorCredit } from './CreatorCredit';
import { ModelsCard } from './ModelsCard';
import type { Model } from './models';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

/** Who earned what, how sure that is, and how models differ. */
export function AttributionSection({ view, route }: Props) {
  const attribution = useView(route.campaign, 'attribution');
  // Until another is asked for, the primary one, also when that changes.
  const [asked, setAsked] = useState<Model | null>(null);
  if (typeof attribution === 'string') return <TableSkeleton />;
  const { figures } = attribution;
  const model = asked ?? figures.primary.model;
  const shown = { figures, model, view, route };
  return (
    <div className="stack">
      <ChosenModel figures={figures} model={model} onChange={setAsked} />
      <CreatorCredit {...shown} />
      <ModelsCard figures={figures} view={view} route={route} />
      <ContentCredit {...shown} />
      <ChannelCredit {...shown} />
    </div>
  );
}
