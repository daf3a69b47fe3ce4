import type { ViewFigures } from '../../contract';
import type { LiveView } from '../../contract/applyDelta';
import { EmptyState, FirstEvent } from '../../parts/EmptyState';
import { Link } from '../../parts/Link';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { AlertFeed, OpenCount, openAlerts } from '../alerts/AlertFeed';
import { SuspectPanel } from '../authenticity/SuspectPanel';
import { CountersPanel } from '../counters/CountersPanel';
import { CreatorsTable } from '../creators/CreatorsTable';
import { TimelinePanel } from '../timeline/TimelinePanel';
import { CostsPanel } from './CostsPanel';
import { KeyFigures } from './KeyFigures';

interface Props {
  readonly overview: LiveView<'overview'>;
  readonly view: View;
  readonly route: CampaignRoute;
  readonly zone: string;
}

const topCreators = 6;
const newestAlerts = 3;

export function OverviewSection({ overview, view, route, zone }: Props) {
  const timeline = useView(route.campaign, 'timeline');
  const alerts = useView(route.campaign, 'alerts');
  const rows = typeof alerts === 'string' ? [] : alerts.figures.rows;
  return (
    <div className="stack">
      {isEmpty(overview.figures) && (
        <EmptyState title="No events of this campaign yet">
          <p>It is in the catalog, and its figures start with its first event. The line below sends one.</p>
          <FirstEvent campaign={route.campaign} />
        </EmptyState>
      )}
      <KeyFigures figures={overview.figures} view={view} />
      <div className="columns overview">
        <div className="stack">
          {typeof timeline === 'string' ? <MissingView why={timeline} /> : (
            <TimelinePanel
              figures={timeline.figures}
              asOf={timeline.state.asOf}
              alerts={rows}
              view={view}
              zone={zone}
            />
          )}
          <TopCreators view={view} route={route} />
        </div>
        <div className="stack">
          <section className="card" aria-labelledby="alerts-title">
            <div className="card-header">
              <h2 id="alerts-title">Alerts <OpenCount count={openAlerts(rows)} /></h2>
              <Link className="text-button" href={formatRoute({ ...route, section: 'alerts' })}>All {rows.length}</Link>
            </div>
            {rows.length === 0 && <p className="note">Nothing unusual so far.</p>}
            <AlertFeed route={route} alerts={rows} most={newestAlerts} asOf={overview.state.asOf} zone={zone} />
          </section>
          <CostsPanel costs={overview.figures.costs} currency={overview.figures.currency} />
          <SuspectPanel reasons={overview.figures.suspect} asOf={overview.state.asOf} zone={zone} route={route} />
          <CountersPanel accounts={overview.figures.counters} zone={zone} />
        </div>
      </div>
    </div>
  );
}

const isEmpty = ({ raw }: ViewFigures['overview']): boolean =>
  raw.reach === 0 && raw.conversions === 0 && raw.revenue === 0;

function TopCreators({ view, route }: Pick<Props, 'view' | 'route'>) {
  const creators = useView(route.campaign, 'creators');
  if (typeof creators === 'string') return <MissingView why={creators} />;
  const { rows, others } = creators.figures;
  return (
    <CreatorsTable
      title="Creators"
      rows={rows}
      // What these few rows leave out is the link's to say.
      others={null}
      view={view}
      route={route}
      filter=""
      limit={topCreators}
      tools={rows.length > topCreators && (
        <Link className="text-button" href={formatRoute({ ...route, section: 'creators' })}>All {rows.length + (others?.count ?? 0)}</Link>
      )}
    />
  );
}
