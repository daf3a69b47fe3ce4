import { useMemo, useState } from 'react';
import type { CampaignSummary, Totals } from '../../contract';
import { displayName } from '../../figures/names';
import { dateRange, displayZone, fullMoment, moment } from '../../figures/time';
import { EmptyState, FirstEvent } from '../../parts/EmptyState';
import { Name } from '../../parts/Name';
import { TableSkeleton } from '../../parts/Skeletons';
import { useLive, useNow } from '../../store/hooks';
import { formatRoute, openCampaign } from '../../store/route';
import { useStore } from '../../store/store';
import { DataTable, type Column } from '../../tables/DataTable';
import { metricColumn } from '../../tables/figureColumns';
import { matches } from '../../tables/filterRows';
import type { Sort } from '../../tables/sortRows';
import { PortfolioCard } from '../portfolio/PortfolioCard';
import { ConnectionBanner, ConnectionState } from '../shell/ConnectionState';
import { PauseButton } from '../shell/PauseButton';

const newestFirst: Sort = { column: 'asOf', descending: true };
const noTies: [] = [];
const manyCampaigns = 8;

export function CampaignsPage() {
  const session = useLive();
  const campaigns = useStore(session.painted, (painted) => painted.campaigns);
  return (
    <>
      <header className="page-header">
        <div className="page-title">
          <h1>Campaigns</h1>
          <p>Authentic figures since the start of each campaign</p>
        </div>
        <div className="page-tools">
          <ConnectionState state={null} zone="UTC" />
          <PauseButton />
        </div>
      </header>
      <ConnectionBanner />
      {campaigns === null && <TableSkeleton />}
      {campaigns?.length === 0 && (
        <EmptyState title="No campaigns yet">
          <p>
            A campaign appears here with its first event. Send one with the line below, and watch it arrive; names,
            dates, costs and time zones come with catalog entries, later or never.
          </p>
          <FirstEvent />
        </EmptyState>
      )}
      {campaigns !== null && campaigns.length > 0 && (
        <div className="stack">
          <CampaignList campaigns={campaigns} />
          <PortfolioCard />
        </div>
      )}
    </>
  );
}

function CampaignList({ campaigns }: { campaigns: readonly CampaignSummary[] }) {
  const [sort, setSort] = useState<Sort>(newestFirst);
  const [filter, setFilter] = useState('');
  const now = useNow(60_000);
  const columns = useMemo(() => columnsOf(now), [now]);
  const shown = useMemo(
    () => campaigns.filter((campaign) => matches(filter, campaign.name, campaign.id)),
    [campaigns, filter],
  );
  return (
    <div className="card">
      {campaigns.length > manyCampaigns && (
        <div className="card-header">
          <input
            className="field"
            type="search"
            placeholder="Filter campaigns"
            aria-label="Filter campaigns"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <p className="note">No campaign matches the filter.</p>
      ) : (
        <DataTable
          caption="Campaigns"
          rows={shown}
          columns={columns}
          keyOf={campaignKey}
          sort={sort}
          onSort={setSort}
          ties={noTies}
          tall
        />
      )}
    </div>
  );
}

const campaignKey = (campaign: CampaignSummary): string => campaign.id;

const figure = (id: keyof Totals, strong = false): Column<CampaignSummary> =>
  metricColumn<CampaignSummary>(id, (row) => row.totals[id], (row) => row.currency, { strong });

function columnsOf(now: number): Column<CampaignSummary>[] {
  return [
    {
      id: 'name',
      label: 'Campaign',
      align: 'start',
      value: (row) => displayName(row.name, row.id),
      cell: (row) => (
        <Name
          name={row.name}
          id={row.id}
          aside={row.configured ? dateRange(row, now) : 'not set up'}
          href={formatRoute(openCampaign(row.id))}
        />
      ),
    },
    { id: 'creators', label: 'Creators', value: (row) => row.creators, cell: (row) => row.creators },
    { id: 'content', label: 'Content', value: (row) => row.content, cell: (row) => row.content },
    figure('reach'),
    figure('er'),
    figure('ctr'),
    figure('conversions'),
    figure('revenue'),
    figure('roi', true),
    {
      id: 'openAlerts',
      label: 'Alerts',
      value: (row) => row.openAlerts,
      cell: (row) => (row.openAlerts > 0 ? <span className="chip bad">{row.openAlerts} open</span> : 'none'),
    },
    {
      id: 'asOf',
      label: 'Data as of',
      value: (row) => (row.asOf === null ? null : Date.parse(row.asOf)),
      cell: (row) => (row.asOf === null ? '–' : moment(Date.parse(row.asOf), now, displayZone(row.timezone))),
      title: (row) => (row.asOf === null ? 'no events' : fullMoment(Date.parse(row.asOf), displayZone(row.timezone))),
    },
  ];
}
