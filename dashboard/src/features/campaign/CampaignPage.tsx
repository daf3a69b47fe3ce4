import { useEffect, useMemo } from 'react';
import { displayName } from '../../figures/names';
import { displayZone } from '../../figures/time';
import { EmptyState, FirstEvent } from '../../parts/EmptyState';
import { Link } from '../../parts/Link';
import { CampaignSkeleton } from '../../parts/Skeletons';
import { useLive, useView } from '../../store/hooks';
import type { CampaignRoute } from '../../store/route';
import { useStore } from '../../store/store';
import type { View } from '../../tables/figureColumns';
import { AlertsSection } from '../alerts/AlertsSection';
import { BreakdownSection } from '../breakdown/BreakdownSection';
import { CasesSection } from '../cases/CasesSection';
import { ContentSection } from '../content/ContentSection';
import { CreatorsSection } from '../creators/CreatorsSection';
import { AudienceSection } from '../audience/AudienceSection';
import { CustomersSection } from '../customers/CustomersSection';
import { AttributionSection } from '../attribution/AttributionSection';
import { OrdersSection } from '../orders/OrdersSection';
import { PathsSection } from '../paths/PathsSection';
import { ProbableSection } from '../probable/ProbableSection';
import { ConnectionBanner } from '../shell/ConnectionState';
import { SiteSection } from '../site/SiteSection';
import { CampaignHeader } from './CampaignHeader';
import { OverviewSection } from './OverviewSection';

export function CampaignPage({ route }: { route: CampaignRoute }) {
  const session = useLive();
  const overview = useView(route.campaign, 'overview');
  const known = useStore(session.painted, (painted) => painted.campaigns);
  const loaded = typeof overview === 'string' ? null : overview;
  const currency = loaded?.figures.currency ?? '';
  const view = useMemo<View>(
    () => ({ window: route.window, mode: route.mode, currency }),
    [route.window, route.mode, currency],
  );
  const campaign = loaded?.figures.campaign ?? null;
  const title = `${displayName(campaign?.name ?? route.campaign)} · CreatorStream`;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'CreatorStream';
    };
  }, [title]);
  const zone = displayZone(campaign?.timezone ?? null);
  const unknown = overview === 'refused' || (known !== null && !known.some(({ id }) => id === route.campaign));

  return (
    <div
      data-testid="campaign"
      data-campaign={route.campaign}
      data-seq={loaded?.seq}
      data-version={loaded?.state.version}
    >
      <CampaignHeader campaign={campaign} state={loaded?.state ?? null} route={route} zone={zone} />
      <ConnectionBanner />
      {loaded === null && !unknown && <CampaignSkeleton />}
      {loaded === null && unknown && <Unknown campaign={route.campaign} />}
      {loaded && route.section === 'overview' && <OverviewSection overview={loaded} view={view} route={route} zone={zone} />}
      {loaded && route.section === 'creators' && <CreatorsSection view={view} route={route} />}
      {loaded && route.section === 'content' && <ContentSection view={view} route={route} zone={zone} />}
      {loaded && route.section === 'audience' && <AudienceSection view={view} route={route} />}
      {loaded && route.section === 'site' && <SiteSection view={view} route={route} />}
      {loaded && route.section === 'attribution' && <AttributionSection view={view} route={route} />}
      {loaded && route.section === 'orders' && <OrdersSection view={view} route={route} zone={zone} />}
      {loaded && route.section === 'probable' && <ProbableSection route={route} zone={zone} />}
      {loaded && route.section === 'paths' && <PathsSection view={view} route={route} />}
      {loaded && route.section === 'customers' && <CustomersSection route={route} />}
      {loaded && route.section === 'breakdown' && <BreakdownSection view={view} route={route} />}
      {loaded && route.section === 'cases' && <CasesSection route={route} zone={zone} />}
      {loaded && route.section === 'alerts' && <AlertsSection overview={loaded} route={route} zone={zone} />}
    </div>
  );
}

/** Stays subscribed: when the first event comes, the page fills by itself. */
function Unknown({ campaign }: { campaign: string }) {
  return (
    <EmptyState title="No such campaign yet">
      <p>
        No event and no catalog entry names the campaign <code>{displayName(campaign)}</code>. Check the address, or
        choose one of <Link className="link" href="/">all campaigns</Link>. If it is new, this page fills by itself with
        its first event; the line below sends one.
      </p>
      <FirstEvent campaign={campaign} />
    </EmptyState>
  );
}
