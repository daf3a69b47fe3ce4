import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { navigate } from '../../store/navigation';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { ChannelCredit } from './ChannelCredit';
import { ChosenModel } from './ChosenModel';
import { ContentCredit } from './ContentCredit';
import { CreatorCredit } from './CreatorCredit';
import { ModelsCard } from './ModelsCard';
import { models } from './models';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

/** Who earned what, how sure that is, and how models differ. */
export function AttributionSection({ view, route }: Props) {
  const attribution = useView(route.campaign, 'attribution');
  if (typeof attribution === 'string') return <MissingView why={attribution} />;
  const { figures } = attribution;
  // Until another is asked for, the primary one, also when that changes.
  const model = models.find(({ id }) => id === route.model)?.id ?? figures.primary.model;
  const shown = { figures, model, view, route };
  return (
    <div className="stack">
      <ChosenModel figures={figures} model={model} onChange={(asked) => navigate(formatRoute({ ...route, model: asked }), 'replace')} />
      <CreatorCredit {...shown} />
      <ModelsCard figures={figures} view={view} route={route} />
      <ContentCredit {...shown} />
      <ChannelCredit {...shown} />
    </div>
  );
}
