import { useView } from '../../store/hooks';
import { MissingView } from '../../parts/MissingView';
import type { CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { PartsCard } from './PartsCard';
import { EmvCards } from '../emv/EmvCards';
import { countryName, platformName } from '../../figures/names';
import { formatName } from './partNames';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

/** What the figures of a campaign are made of: by platform, format and country, and its earned media value. */
export function BreakdownSection({ view, route }: Props) {
  const platforms = useView(route.campaign, 'platforms');
  const audience = useView(route.campaign, 'audience');
  return (
    <div className="stack">
      {typeof platforms === 'string' ? (
        <MissingView why={platforms} />
      ) : (
        <>
          <PartsCard
            id="platforms"
            title="Platforms"
            one="Platform"
            definition="What the content of each platform came to. People who met it on several count once in each, so there is no reach here. Of all time, whatever the window."
            empty="No content yet: platforms appear with the first event of a content item."
            rows={platforms.figures.platforms}
            nameOf={platformName}
            unknown="Unknown platform"
            view={view}
            route={route}
          />
          <PartsCard
            id="formats"
            title="Formats"
            one="Format"
            definition="What the content of each format came to: reel, story, video and others, as the catalog says it. Of all time, whatever the window."
            empty="No content yet: formats appear with the first event of a content item."
            rows={platforms.figures.formats}
            nameOf={formatName}
            unknown="Format not in the catalog"
            view={view}
            route={route}
          />
        </>
      )}
      {typeof audience === 'string' ? (
        <MissingView why={audience} />
      ) : (
        <PartsCard
          id="countries"
          title="Countries"
          one="Country"
          definition="Touches by the country that events say. What strangers’ browsers send says none. Of all time, whatever the window."
          empty="No touches yet: countries appear with the first event that says its country."
          rows={audience.figures.countries}
          nameOf={countryName}
          unknown="Not said"
          view={view}
          route={route}
        />
      )}
      <EmvCards currency={view.currency} route={route} />
    </div>
  );
}
