import { useMemo } from 'react';
import type { CodeRow } from '../../contract';
import { count, missing, percent, ratio } from '../../figures/format';
import { displayName } from '../../figures/names';
import { days } from '../../figures/time';
import { Name } from '../../parts/Name';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import { metricColumn, type View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

const usages: Record<CodeRow['usage'], { label: string; tone: string; about: string }> = {
  direct: { label: 'direct', tone: '', about: 'At least half of the buyers had met the creator before.' },
  shared: { label: 'passed on', tone: 'good', about: 'Most buyers had not met the creator, and there are more of them week by week. It stays the creator’s.' },
  leaked: { label: 'leaked', tone: 'bad', about: 'Suddenly many buyers who had met nobody, and no publication explains it. A mailing or another’s post that names the code looks the same: look before you judge.' },
  unclear: { label: 'unclear', tone: '', about: 'Most buyers are not known to have met anybody, and nothing says how they came by the code.' },
  tooFew: { label: 'too few to tell', tone: '', about: 'Fewer than 20 orders.' },
};

const definition =
  'Which orders used which promo code, and whom their buyers had met before: each order counts for the one code that counts for it. Who met nobody may have seen a story without a link, heard of the code from a friend, or found it on a coupon site; who sent them there isn’t kept. Of all time, whatever the window.';
const byConversions: Sort = { column: 'conversions', descending: true };
const ties: ((row: CodeRow) => SortValue)[] = [(row) => row.code];

/** How promo codes are used. */
export function CodesCard({ view, route }: Props) {
  const codes = useView(route.campaign, 'codes');
  const columns = useMemo(() => columnsOf(view, route), [view, route]);
  if (typeof codes === 'string') return <MissingView why={codes} />;
  return (
    <TableCard
      id="codes"
      title="Codes"
      definition={definition}
      period="all time"
      caption={`Promo codes, all time, ${view.mode}`}
      rows={codes.figures.rows}
      columns={columns}
      keyOf={codeKey}
      firstSort={byConversions}
      ties={ties}
      empty="No codes yet: entries of kind “code” in the catalog appear here."
      file={`${route.campaign}-codes-${view.mode}`}
      fileColumns={[...columns, ...columnsForFile]}
    />
  );
}

const totalsOf = (row: CodeRow, view: View) => (view.mode === 'raw' ? row.raw : row.totals);

function columnsOf(view: View, route: CampaignRoute): Column<CodeRow>[] {
  const part = (id: string, label: string, about: string, of: (row: CodeRow) => number): Column<CodeRow> => {
    const value = (row: CodeRow) => (totalsOf(row, view).conversions === 0 ? null : of(row) / totalsOf(row, view).conversions);
    return {
      id,
      label,
      definition: about,
      value,
      cell: (row) => percent(value(row), 0),
      title: (row) => `${count(of(row))} of ${count(totalsOf(row, view).conversions)} orders`,
      csv: of,
    };
  };
  return [
    { id: 'code', label: 'Code', align: 'start', value: (row) => row.code, cell: (row) => <Name name={row.code} id={row.code} />, csv: (row) => row.code },
    {
      id: 'creator',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator, order: null })} />,
      csv: (row) => row.name,
    },
    {
      id: 'usage',
      label: 'Use',
      definition: 'What the pattern of its authentic orders looks like. Only a clear burst without any other known cause is called leaked.',
      align: 'start',
      value: (row) => usages[row.usage].label,
      cell: (row) => <span className={`chip ${usages[row.usage].tone}`} title={usages[row.usage].about}>{usages[row.usage].label}{row.leakedOn !== null && `, ${days(row.leakedOn, row.leakedOn)}`}</span>,
      csv: (row) => row.usage,
    },
    metricColumn<CodeRow>('conversions', (row) => totalsOf(row, view).conversions, () => view.currency),
    metricColumn<CodeRow>('revenue', (row) => totalsOf(row, view).revenue, () => view.currency, { strong: true }),
    part('metCreator', 'Met the creator', 'Orders whose buyer had met the code’s creator in this campaign, within the lookback.', (row) => totalsOf(row, view).metCreator),
    part('metNobody', 'Met nobody', 'Orders whose buyer had met nobody and nothing that is known of.', (row) => totalsOf(row, view).metNobody),
    {
      id: 'perDay',
      label: 'A day',
      definition: 'Authentic orders a day in the last 7 days of data.',
      value: (row) => row.recentPerDay,
      cell: (row) => ratio(row.recentPerDay),
      csv: (row) => row.recentPerDay,
    },
    {
      id: 'usual',
      label: 'Before',
      name: 'A day before',
      definition: 'The same before these days, from the first order on: the code’s own usual.',
      value: (row) => row.usualPerDay,
      cell: (row) => ratio(row.usualPerDay),
      csv: (row) => row.usualPerDay,
    },
    {
      id: 'days',
      label: 'Used',
      align: 'start',
      value: (row) => row.lastDay,
      cell: (row) => (row.firstDay === null || row.lastDay === null ? missing : days(row.firstDay, row.lastDay)),
      csv: (row) => row.lastDay,
    },
  ];
}

const columnsForFile: Column<CodeRow>[] = [
  { id: 'first', label: 'First day', cell: () => null, csv: (row) => row.firstDay },
  { id: 'leakedOn', label: 'Leaked on', cell: () => null, csv: (row) => row.leakedOn },
];

const codeKey = (row: CodeRow): string => row.code;
