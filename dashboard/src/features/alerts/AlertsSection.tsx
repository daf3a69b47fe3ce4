import type { LiveView } from '../../contract/applyDelta';
import { latest } from '../../figures/time';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import type { CampaignRoute } from '../../store/route';
import { SuspectPanel } from '../authenticity/SuspectPanel';
import { AlertFeed, OpenCount, openAlerts } from './AlertFeed';

interface Props {
  readonly overview: LiveView<'overview'>;
  readonly route: CampaignRoute;
  readonly zone: string;
}

const longest = 200;

export function AlertsSection({ overview, route, zone }: Props) {
  const alerts = useView(route.campaign, 'alerts');
  if (typeof alerts === 'string') return <MissingView why={alerts} />;
  const { rows, unwatched } = alerts.figures;
  // A view whose rows stay the same is not sent again: the other one may know that time went on.
  const asOf = latest(alerts.state.asOf, overview.state.asOf);
  return (
    <div className="columns">
      <section className="card" aria-labelledby="alerts-title">
        <div className="card-header">
          <h2 id="alerts-title">Alerts <OpenCount count={openAlerts(rows)} /></h2>
          <span className="aside note">{rows.length} in all · open first, then newest</span>
        </div>
        {rows.length === 0 && (
          <p className="note">
            Nothing unusual so far. Spikes and falls of engagement, clicks, CTR and conversions, mentions, silence and suspect
            shares are named here.
          </p>
        )}
        <AlertFeed route={route} alerts={rows} most={longest} asOf={asOf} zone={zone} />
        {rows.length > longest && <p className="note">The oldest {rows.length - longest} are not shown.</p>}
        {unwatched > 0 && (
          <p className="note">
            What is usual is learnt of the largest creators and content; {unwatched} smaller ones are judged by fixed rules or not at all.
          </p>
        )}
      </section>
      <SuspectPanel reasons={overview.figures.suspect} asOf={overview.state.asOf} zone={zone} route={route} />
    </div>
  );
}
