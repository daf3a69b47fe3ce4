import { useMemo } from 'react';
import type { Mode, PathCreator, PathRow } from '../../contract';
import { count, exact } from '../../figures/format';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { MissingView } from '../../parts/MissingView';
import { useLive, useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { useStore } from '../../store/store';
import type { Column } from '../../tables/DataTable';
import { metricColumn, type View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { PathLengths } from './PathLengths';
import { PathSteps, pathForFile, pathText, stepForFile } from './PathSteps';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

const definition =
  'Whom the buyers met before they bought, the earliest first: creators and channels, within 30 days for clicks and visits and 7 days for all else. The step that gets the credit by last touch is marked. Of all time, whatever the window.';
const assistsDefinition =
  'An order has several creators on its path: one gets the credit by last touch, the others assisted. So these figures don’t add up over creators. Of all time, whatever the window.';

/** Which ways the orders came, and who assisted them. */
export function PathsSection({ view, route }: Props) {
  const paths = useView(route.campaign, 'paths');
  if (typeof paths === 'string') return <MissingView why={paths} />;
  const { different, rows, creators, touches, hours } = paths.figures;
  return (
    <div className="stack">
      <Assists rows={creators} view={view} route={route} />
      <PathLengths touches={touches} hours={hours} view={view} route={route} />
      <Paths different={different} rows={rows} view={view} route={route} />
    </div>
  );
}

const byConversions: Sort = { column: 'conversions', descending: true };
const byAssists: Sort = { column: 'assisted', descending: true };
const pathTies: ((row: PathRow) => SortValue)[] = [(row) => row.raw.conversions];
const creatorTies: ((row: PathCreator) => SortValue)[] = [(row) => row.onPath];

const totalsOf = (row: PathRow, mode: Mode) => (mode === 'raw' ? row.raw : row.totals);

function pathColumns({ mode, currency }: View, campaign: string, campaignName: (id: string) => string): Column<PathRow>[] {
  const figure = (id: 'conversions' | 'revenue', more: Partial<Column<PathRow>>) =>
    metricColumn<PathRow>(id, (row) => totalsOf(row, mode)[id], () => currency, more);
  return [
    {
      id: 'path',
      label: 'Path',
      align: 'start',
      cell: (row) => <PathSteps row={row} campaign={campaign} campaignName={campaignName} />,
      title: pathText,
      csv: pathForFile,
    },
    figure('conversions', { definition: 'Orders that went this path.' }),
    figure('revenue', { definition: 'What these orders came to, refunds taken off.', strong: true }),
  ];
}

function Paths({ different, rows, view, route }: Props & { readonly different: number; readonly rows: readonly PathRow[] }) {
  const session = useLive();
  const campaigns = useStore(session.painted, (painted) => painted.campaigns);
  const columns = useMemo(() => {
    const names = new Map(campaigns?.map(({ id, name }) => [id, name]));
    return pathColumns(view, route.campaign, (id) => displayName(names.get(id) ?? id));
  }, [view, route.campaign, campaigns]);
  const shown = useMemo(() => rows.filter((row) => totalsOf(row, view.mode).conversions > 0), [rows, view.mode]);
  return (
    <TableCard
      id="paths"
      title="Paths to conversion"
      definition={definition}
      period="all time"
      caption={`Paths to conversion, all time, ${view.mode}`}
      rows={shown}
      columns={columns}
      keyOf={pathKey}
      firstSort={byConversions}
      ties={pathTies}
      empty="No paths yet: they appear with the first order of somebody who met this campaign."
      file={`${route.campaign}-paths-${view.mode}`}
      fileColumns={[...columns, creditedColumn]}
    >
      {different > rows.length && (
        <p className="note others">The {rows.length} that most orders went, of {count(different)} different paths.</p>
      )}
    </TableCard>
  );
}

function creatorColumns({ mode }: View, route: CampaignRoute): Column<PathCreator>[] {
  const onPath = (row: PathCreator) => (mode === 'raw' ? row.rawOnPath : row.onPath);
  const assisted = (row: PathCreator) => (mode === 'raw' ? row.rawAssisted : row.assisted);
  const figure = (id: string, label: string, about: string, value: (row: PathCreator) => number): Column<PathCreator> => ({
    id,
    label,
    definition: about,
    value,
    cell: (row) => count(value(row)),
    title: (row) => exact(value(row), ''),
    csv: value,
  });
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => (
        <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />
      ),
      csv: (row) => row.name,
    },
    figure('onPath', 'On path', 'Orders on whose path the creator stands.', onPath),
    figure('credited', 'Credited', 'Those of them that last touch credits to the creator.', (row) => onPath(row) - assisted(row)),
    { ...figure('assisted', 'Assisted', 'Those of them that last touch credits to another, or to a channel.', assisted), strong: true },
  ];
}

function Assists({ rows, view, route }: Props & { readonly rows: readonly PathCreator[] }) {
  const columns = useMemo(() => creatorColumns(view, route), [view, route]);
  return (
    <TableCard
      id="assists"
      title="Assists"
      definition={assistsDefinition}
      period="all time"
      caption={`Assists, all time, ${view.mode}`}
      rows={rows}
      columns={columns}
      keyOf={creatorKey}
      firstSort={byAssists}
      ties={creatorTies}
      empty="Nobody stands on a path yet."
      file={`${route.campaign}-assists-${view.mode}`}
      fileColumns={[idColumn, ...columns]}
    />
  );
}

const creditedColumn: Column<PathRow> = { id: 'credited', label: 'Credited', cell: () => null, csv: (row) => stepForFile(row.creditedStep) };
const idColumn: Column<PathCreator> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };
const pathKey = (row: PathRow): string => row.id;
const creatorKey = (row: PathCreator): string => row.creator;
