import { useMemo, useState } from 'react';
import type { Mode, PathCreator, PathRow } from '../../contract';
import { count, exact } from '../../figures/format';
import { exactMetric, formatMetric, metricOf } from '../../figures/metrics';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { TableSkeleton } from '../../parts/Skeletons';
import { Info } from '../../parts/Tip';
import { useLive, useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { useStore } from '../../store/store';
import { CsvButton } from '../../tables/CsvButton';
import { DataTable, sortedBy, sortTable, type Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
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
  if (typeof paths === 'string') return <TableSkeleton />;
  const { different, rows, creators } = paths.figures;
  return (
    <div className="stack">
      <Assists rows={creators} view={view} route={route} />
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
  const figure = (id: 'conversions' | 'revenue', definition: string, strong = false): Column<PathRow> => {
    const metric = metricOf(id);
    const value = (row: PathRow) => totalsOf(row, mode)[id];
    return {
      id,
      label: metric.short,
      name: metric.label,
      definition,
      strong,
      value,
      cell: (row) => formatMetric(metric, value(row), currency),
      title: (row) => exactMetric(metric, value(row), currency),
      csv: value,
    };
  };
  return [
    {
      id: 'path',
      label: 'Path',
      align: 'start',
      cell: (row) => <PathSteps row={row} campaign={campaign} campaignName={campaignName} />,
      title: pathText,
      csv: pathForFile,
    },
    figure('conversions', 'Orders that went this path.'),
    figure('revenue', 'What these orders came to, refunds taken off.', true),
  ];
}

function Paths({ different, rows, view, route }: Props & { readonly different: number; readonly rows: readonly PathRow[] }) {
  const [sort, setSort] = useState<Sort>(byConversions);
  const session = useLive();
  const campaigns = useStore(session.painted, (painted) => painted.campaigns);
  const columns = useMemo(() => {
    const names = new Map(campaigns?.map(({ id, name }) => [id, name]));
    return pathColumns(view, route.campaign, (id) => displayName(names.get(id) ?? id));
  }, [view, route.campaign, campaigns]);
  const shown = useMemo(() => rows.filter((row) => totalsOf(row, view.mode).conversions > 0), [rows, view.mode]);
  return (
    <section className="card" aria-labelledby="paths-title">
      <div className="card-header">
        <h2 id="paths-title">
          Paths to conversion <Info label="Paths to conversion" text={definition} />
          <span className="aside">by {sortedBy(columns, sort)}, all time</span>
        </h2>
        <div className="card-tools">
          <CsvButton name={`${route.campaign}-paths-${view.mode}`} columns={[...columns, creditedColumn]} rows={() => sortTable(shown, columns, sort, pathTies)} />
        </div>
      </div>
      {shown.length === 0 ? (
        <p className="note">No paths yet: they appear with the first order of somebody who met this campaign.</p>
      ) : (
        <DataTable
          caption={`Paths to conversion, all time, ${view.mode}`}
          rows={shown}
          columns={columns}
          keyOf={pathKey}
          sort={sort}
          onSort={setSort}
          ties={pathTies}
        />
      )}
      {different > rows.length && (
        <p className="note others">The {rows.length} that most orders went, of {count(different)} different paths.</p>
      )}
    </section>
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
  const [sort, setSort] = useState<Sort>(byAssists);
  const columns = useMemo(() => creatorColumns(view, route), [view, route]);
  return (
    <section className="card" aria-labelledby="assists-title">
      <div className="card-header">
        <h2 id="assists-title">
          Assists <Info label="Assists" text={assistsDefinition} />
          <span className="aside">by {sortedBy(columns, sort)}, all time</span>
        </h2>
        <div className="card-tools">
          <CsvButton name={`${route.campaign}-assists-${view.mode}`} columns={[idColumn, ...columns]} rows={() => sortTable(rows, columns, sort, creatorTies)} />
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="note">Nobody stands on a path yet.</p>
      ) : (
        <DataTable
          caption={`Assists, all time, ${view.mode}`}
          rows={rows}
          columns={columns}
          keyOf={creatorKey}
          sort={sort}
          onSort={setSort}
          ties={creatorTies}
        />
      )}
    </section>
  );
}

const creditedColumn: Column<PathRow> = { id: 'credited', label: 'Credited', cell: () => null, csv: (row) => stepForFile(row.creditedStep) };
const idColumn: Column<PathCreator> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };
const pathKey = (row: PathRow): string => row.id;
const creatorKey = (row: PathCreator): string => row.creator;
