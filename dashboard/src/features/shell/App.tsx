import { useState } from 'react';
import { EmptyState } from '../../parts/EmptyState';
import { Link } from '../../parts/Link';
import { useLive, useView } from '../../store/hooks';
import { route as routeStore } from '../../store/navigation';
import { formatRoute, sections, type CampaignRoute, type Route, type Section } from '../../store/route';
import { useShortcuts } from '../../store/shortcuts';
import { useStore } from '../../store/store';
import { openAlerts } from '../alerts/AlertFeed';
import { CampaignPage } from '../campaign/CampaignPage';
import { CampaignsPage } from '../campaigns/CampaignsPage';
import { toDecide } from '../cases/words';
import { OperationsPage } from '../operations/OperationsPage';
import { VettingPage } from '../vetting/VettingPage';
import { HelpDialog } from './HelpDialog';
import { pageKeys } from './keys';
import { Nav, type NavItem } from './Nav';
import { SignIn } from './SignIn';

export function App() {
  const session = useLive();
  const status = useStore(session.status, (value) => value);
  const route = useStore(routeStore, (value) => value);
  if (status === 'signed-out') return <SignIn onSignedIn={() => session.start()} />;
  return <Shell route={route} />;
}

function Shell({ route }: { route: Route }) {
  const session = useLive();
  const [help, setHelp] = useState(false);
  useShortcuts({ '?': () => setHelp(true), ...pageKeys(route, () => session.setPaused(!session.painted.get().paused)) });

  const openHelp = () => setHelp(true);
  return (
    <div className="shell">
      <a className="skip-link" href="#main">Skip to the figures</a>
      {route.page === 'campaign' ? <CampaignNav route={route} onHelp={openHelp} /> : (
        <Nav items={[]} page={route.page} onHelp={openHelp} />
      )}
      <main className="main" id="main">
        {route.page === 'campaigns' && <CampaignsPage />}
        {route.page === 'campaign' && <CampaignPage key={route.campaign} route={route} />}
        {route.page === 'vetting' && <VettingPage />}
        {route.page === 'operations' && <OperationsPage />}
        {route.page === 'unknown' && (
          <EmptyState title="No such page">
            <p>The address leads nowhere. <Link className="link" href="/">All campaigns</Link></p>
          </EmptyState>
        )}
      </main>
      <HelpDialog open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

const labels: Record<Section, string> = { overview: 'Overview', creators: 'Creators', content: 'Content', audience: 'Audience', site: 'Site', attribution: 'Attribution', orders: 'Orders', probable: 'Probable', paths: 'Paths', customers: 'Customers', breakdown: 'Breakdown', cases: 'Cases', alerts: 'Alerts' };

function CampaignNav({ route, onHelp }: { route: CampaignRoute; onHelp: () => void }) {
  const overview = useView(route.campaign, 'overview');
  const alerts = useView(route.campaign, 'alerts');
  const cases = useView(route.campaign, 'cases');
  const campaign = typeof overview === 'string' ? null : overview.figures.campaign;
  const open = typeof alerts === 'string' ? 0 : openAlerts(alerts.figures.rows);
  const undecided = typeof cases === 'string' ? 0 : toDecide(cases.figures.rows);
  const counts: Record<Section, number | undefined> = {
    overview: undefined,
    creators: campaign?.creators,
    content: campaign?.content,
    audience: undefined,
    site: undefined,
    attribution: undefined,
    orders: undefined,
    probable: undefined,
    paths: undefined,
    customers: undefined,
    breakdown: undefined,
    cases: undecided > 0 ? undecided : undefined,
    alerts: open > 0 ? open : undefined,
  };
  const items = sections.map((section): NavItem => ({
    href: formatRoute({ ...route, section, creator: null, order: null }),
    label: labels[section],
    current: section === route.section,
    count: counts[section],
    alarming: section === 'cases' || section === 'alerts',
  }));
  return <Nav items={items} page={route.page} onHelp={onHelp} />;
}
