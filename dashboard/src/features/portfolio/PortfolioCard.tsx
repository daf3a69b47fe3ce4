import { useMemo, useState } from 'react';
import type { PortfolioCampaign, PortfolioRow, PortfolioValue } from '../../contract';
import { count, exact, missing, money, percent, ratio } from '../../figures/format';
import { displayName } from '../../figures/names';
import { days } from '../../figures/time';
import { Name } from '../../parts/Name';
import { Segmented } from '../../parts/Segmented';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, openCampaign } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import { FilterBox } from '../../tables/FilterBox';
import { matches } from '../../tables/filterRows';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { modelOf } from '../attribution/models';
import { listed, placesText, tieGroups } from '../attribution/ties';

type By = 'lastTouch' | 'primary';

const bys: readonly { value: By; label: string; title: string }[] = [
  { value: 'lastTouch', label: 'Last touch', title: 'By the same rule in all campaigns' },
  { value: 'primary', label: 'Primary model', title: 'By the model that the campaigns are decided by, where that is the same' },
];

const definition =
  'What each creator cost and brought in all campaigns of the workspace together. Only what adds up: people who met a creator in two campaigns would count twice in a sum of reach. The cost is the creator’s own. Authentic, of all time.';
const rankDefinition =
  'The places by revenue of last touch that the creator may have among all of the workspace, with 95 %. Who may have the same place is tied: their order may be chance.';

const byRevenue: Sort = { column: 'revenue', descending: true };
const ties: ((row: Line) => SortValue)[] = [(row) => row.conversions];
const mostGroups = 3;

/** A creator, or under it one of its campaigns. */
interface Line {
  readonly row: PortfolioRow;
  readonly campaign: PortfolioCampaign | null;
  readonly value: PortfolioValue;
  readonly conversions: number | null;
}

/** Creators over all campaigns. */
export function PortfolioCard() {
  const portfolio = useView('', 'portfolio');
  const [by, setBy] = useState<By>('lastTouch');
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const figures = typeof portfolio === 'string' ? null : portfolio.figures;
  const rows = useMemo(() => (figures?.rows ?? []).filter((row) => matches(filter, row.name, row.creator)), [figures, filter]);
  const lines = useMemo(() => rows.map((row) => lineOf(row, null, by)), [rows, by]);
  const groups = useMemo(() => tieGroups(rows, (row) => ({ ...row.lastTouch, ...row, conversionsLow: null, conversionsHigh: null, revenueLow: null, revenueHigh: null })), [rows]);
  const columns = useMemo(() => columnsOf(figures?.currency ?? '', by, setOpen), [figures?.currency, by]);
  const chosen = rows.find(({ creator }) => creator === open);
  const campaignLines = useMemo(() => chosen?.campaigns.map((campaign) => lineOf(chosen, campaign, by)) ?? [], [chosen, by]);
  const campaignColumns = useMemo(() => campaignColumnsOf(figures?.currency ?? '', by), [figures?.currency, by]);
  if (typeof portfolio === 'string') return <MissingView why={portfolio} />;
  return (
    <>
      <TableCard
        id="portfolio"
        title="Creators across campaigns"
        definition={definition}
        period="all time"
        tools={
          <>
            <Segmented label="Credited by" choices={bys} value={by} onChange={setBy} />
            <FilterBox label="Filter creators" value={filter} onChange={setFilter} />
          </>
        }
        caption="Creators across campaigns, all time, authentic"
        rows={lines}
        columns={columns}
        keyOf={lineKey}
        firstSort={byRevenue}
        ties={ties}
        empty={filter === '' ? 'No creators yet.' : 'No creator matches the filter.'}
        file="creators-across-campaigns"
        fileColumns={[idColumn, ...columns, ...rangeForFile]}
      >
        {groups.slice(0, mostGroups).map((group) => (
          <p className="note others" key={group.map(({ creator }) => creator).join('\n')}>
            <bdi>{listed(group.map((row) => displayName(row.name, row.creator)))}</bdi> can’t be told apart: they may have the same place by revenue of last touch.
          </p>
        ))}
      </TableCard>
      {chosen && (
        <TableCard
          id="portfolio-campaigns"
          title={`Campaigns of ${displayName(chosen.name, chosen.creator)}`}
          caption={`Campaigns of ${displayName(chosen.name, chosen.creator)}`}
          tools={<button type="button" className="text-button" onClick={() => setOpen(null)}>Close</button>}
          rows={campaignLines}
          columns={campaignColumns}
          keyOf={lineKey}
          firstSort={byRevenue}
          ties={ties}
          empty="In no campaign."
          file={`campaigns-of-${chosen.creator}`}
        >
          {chosen.campaignCount > chosen.campaigns.length && (
            <p className="note others">{chosen.campaigns.length} of {count(chosen.campaignCount)} campaigns; the sums above have all.</p>
          )}
        </TableCard>
      )}
    </>
  );
}

const lineOf = (row: PortfolioRow, campaign: PortfolioCampaign | null, by: By): Line => {
  const value = (campaign ?? row)[by];
  return { row, campaign, value, conversions: value.conversions };
};

function columnsOf(currency: string, by: By, open: (creator: string) => void): Column<Line>[] {
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: ({ row }) => displayName(row.name, row.creator),
      cell: ({ row }) => <Name name={row.name} id={row.creator} />,
      csv: ({ row }) => row.name,
    },
    {
      id: 'campaigns',
      label: 'Campaigns',
      value: ({ row }) => row.campaignCount,
      cell: ({ row }) => (
        <button type="button" className="text-button" onClick={() => open(row.creator)} title="Show them">
          {count(row.campaignCount)}
        </button>
      ),
      csv: ({ row }) => row.campaignCount,
    },
    ...worthColumns(currency, by),
    {
      id: 'rank',
      label: 'Rank',
      definition: rankDefinition,
      value: ({ row }) => (row.rankFirst > 0 ? row.rankFirst : null),
      cell: ({ row }) => (row.rankFirst > 0 ? placesText({ first: row.rankFirst, last: row.rankLast }) : missing),
      csv: ({ row }) => row.rankFirst || null,
    },
    activeColumn,
  ];
}

function campaignColumnsOf(currency: string, by: By): Column<Line>[] {
  return [
    {
      id: 'campaign',
      label: 'Campaign',
      align: 'start',
      value: ({ campaign }) => campaign && displayName(campaign.name, campaign.campaign),
      cell: ({ campaign }) => campaign && <Name name={campaign.name} id={campaign.campaign} href={formatRoute(openCampaign(campaign.campaign))} />,
      csv: ({ campaign }) => campaign?.name,
    },
    {
      id: 'model',
      label: 'Primary model',
      align: 'start',
      value: ({ campaign }) => campaign && modelOf(campaign.model).label,
      cell: ({ campaign }) => campaign && modelOf(campaign.model).label,
      csv: ({ campaign }) => campaign?.model,
    },
    ...worthColumns(currency, by),
    activeColumn,
  ];
}

function worthColumns(currency: string, by: By): Column<Line>[] {
  const how = by === 'lastTouch' ? 'By last touch.' : 'By the primary model; a dash where the creator’s campaigns have different ones: an order could count twice. Open the campaigns to see each.';
  const figure = (id: string, label: string, about: string, value: (line: Line) => number | null, text: (of: number | null) => string, more: Partial<Column<Line>> = {}): Column<Line> => ({
    id,
    label,
    definition: about,
    value,
    cell: (line) => text(value(line)),
    title: (line) => exact(value(line), ''),
    csv: value,
    ...more,
  });
  const inMoney = (of: number | null) => money(of, currency);
  return [
    figure('cost', 'Cost', 'What has accrued of the creator’s own costs so far.', ({ row, campaign }) => (campaign ?? row).cost, inMoney),
    figure('conversions', 'Conv.', `Conversions. ${how}`, ({ value }) => value.conversions, (of) => (of === null ? missing : Number.isInteger(of) ? count(of) : of.toFixed(1))),
    figure('revenue', 'Revenue', `Refunds taken off. ${how}`, ({ value }) => value.revenue, inMoney, { strong: true }),
    figure('cpa', 'CPA', `Cost ÷ conversions. ${how}`, ({ value }) => value.cpa, inMoney),
    figure('roas', 'ROAS', `Revenue ÷ cost. ${how}`, ({ value }) => value.roas, ratio),
    figure('roi', 'ROI', `(Revenue − cost) ÷ cost. ${how}`, ({ value }) => value.roi, (of) => percent(of, 0)),
  ];
}

const activeColumn: Column<Line> = {
  id: 'active',
  label: 'Active',
  definition: 'UTC days of the first and the last touch of the creator’s content.',
  align: 'start',
  value: ({ row, campaign }) => (campaign ?? row).lastDay,
  cell: ({ row, campaign }) => {
    const { firstDay, lastDay } = campaign ?? row;
    return firstDay === null || lastDay === null ? missing : days(firstDay, lastDay);
  },
  csv: ({ row, campaign }) => (campaign ?? row).lastDay,
};

const idColumn: Column<Line> = { id: 'id', label: 'Creator id', cell: () => null, csv: ({ row }) => row.creator };
const rangeForFile: Column<Line>[] = [
  { id: 'rankLast', label: 'Rank, at worst', cell: () => null, csv: ({ row }) => row.rankLast || null },
  { id: 'firstDay', label: 'First day', cell: () => null, csv: ({ row }) => row.firstDay },
];
const lineKey = ({ row, campaign }: Line): string => campaign?.campaign ?? row.creator;
