import { useMemo } from 'react';
import type { Attribution, AttributionRow, AttributionWithoutCreator } from '../../contract';
import { missing, money, percent, ratio } from '../../figures/format';
import { metricOf } from '../../figures/metrics';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { creditColumns, fileColumn, forFile, intervalNote, titled, upperEnds, written, type Behind } from './creditColumns';
import { cpaInterval, intervalOf, kindsOf, roasInterval, roiInterval } from './credits';
import { modelOf, type Model } from './models';
import { listed, placesOf, placesText, tieGroups, tiesByRow } from './ties';

interface Props {
  readonly figures: Attribution['figures'];
  readonly model: Model;
  readonly view: View;
  readonly route: CampaignRoute;
}

const definition =
  'What the model gives to each creator, how sure that is, and what it cost. Of all time, whatever the window.';
const rankDefinition =
  'The places by revenue that the creator may have, with 95 %. Who may have the same place is tied: their order may be chance.';

export const byRevenue: Sort = { column: 'revenue', descending: true };
const mostGroups = 3;

const nameOf = (row: AttributionRow): string => displayName(row.name, row.creator);

export function nameColumn(route: CampaignRoute): Column<AttributionRow> {
  return {
    id: 'name',
    label: 'Creator',
    align: 'start',
    value: nameOf,
    cell: (row) => <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />,
    csv: (row) => row.name,
  };
}

export const idColumn = fileColumn<AttributionRow>('id', 'Creator id', (row) => row.creator);
export const creatorKey = (row: AttributionRow): string => row.creator;

/** Who earned what by one model. */
export function CreatorCredit({ figures, model, view, route }: Props) {
  const { rows } = figures;
  const groups = useMemo(
    () => (view.mode === 'raw' ? [] : tieGroups(rows, (row) => row.totals[model])),
    [rows, model, view.mode],
  );
  const columns = useMemo(() => columnsOf(rows, groups, model, view, route), [rows, groups, model, view, route]);
  const fileColumns = useMemo(() => [idColumn, ...forFile(columns, { ...upperEnds(model, view), ...moreForFile(model, view) })], [columns, model, view]);
  const ties = useMemo((): ((row: AttributionRow) => SortValue)[] => [(row) => row.totals[model].revenue], [model]);
  const isFitted = modelOf(model).isFitted;
  const sharesKinds = isFitted && kindsOf(rows, model, view.mode).length > 0;
  return (
    <TableCard
      id="creator-credit"
      title={`Creators by ${modelOf(model).label}`}
      definition={definition}
      period="all time"
      caption={`Creators by ${modelOf(model).label}, all time, ${view.mode}`}
      rows={rows}
      columns={columns}
      keyOf={creatorKey}
      firstSort={byRevenue}
      ties={ties}
      empty="No creators yet."
      file={`${route.campaign}-creators-${model}-${view.mode}`}
      fileColumns={fileColumns}
    >
      {groups.slice(0, mostGroups).map((group) => (
        <p className="note others" key={group.map(creatorKey).join('\n')} data-testid="tied">
          <bdi>{listed(group.map(nameOf))}</bdi> can’t be told apart: they may have the same place by revenue.
        </p>
      ))}
      {figures.withoutCreator && (
        <p className="note others" data-testid="without-creator">{withoutCreatorText(figures.withoutCreator, model, view)}</p>
      )}
      <p className="note others">
        {intervalNote(figures.drawn, view)}
        {sharesKinds && ' Fitted models know paths, not kinds: kinds have their parts as the linear model gives them.'}
      </p>
    </TableCard>
  );
}

/** What is the campaign's and no creator's, so that all adds up. */
export function withoutCreatorText(of: AttributionWithoutCreator, model: Model, view: View): string {
  const { conversions, revenue } = of[view.mode === 'raw' ? 'raw' : 'totals'][model];
  return `Beside them, content of the campaign without a creator: ${written(conversions, 'conversions', view)} conversions, ${written(revenue, 'revenue', view)}.`;
}

function columnsOf(
  rows: readonly AttributionRow[],
  groups: readonly (readonly AttributionRow[])[],
  model: Model,
  view: View,
  route: CampaignRoute,
): Column<AttributionRow>[] {
  const credit = creditColumns(rows, model, view);
  const afterRevenue = credit.findIndex(({ id }) => id === 'conversions');
  return [
    nameColumn(route),
    ...credit.slice(0, afterRevenue),
    ...(view.mode === 'raw' ? [] : [rankColumn(groups, model)]),
    ...credit.slice(afterRevenue),
    costColumn(view),
    ...(view.mode === 'raw' ? [] : ratioColumns(model, view)),
  ];
}

function rankColumn(groups: readonly (readonly AttributionRow[])[], model: Model): Column<AttributionRow> {
  const tied = tiesByRow(groups);
  const places = (row: AttributionRow) => placesOf(row.totals[model]);
  return {
    id: 'rank',
    label: 'Rank',
    name: 'Best rank',
    definition: rankDefinition,
    // The best first, as revenue has it.
    value: (row) => {
      const found = places(row);
      return found && -found.first - found.last / 10_000;
    },
    cell: (row) => {
      const found = places(row);
      return (
        <>
          {tied.has(row) && <span className="chip tied">tied</span>}{' '}
          {found === null ? missing : placesText(found)}
        </>
      );
    },
    title: (row) => {
      const others = tied.get(row);
      if (places(row) === null) return 'not known yet';
      return others ? `Can’t be told apart from ${listed(others.map(nameOf))}` : 'No other may have this place';
    },
    csv: (row) => places(row)?.first,
  };
}

const roiOf = (row: AttributionRow, model: Model, view: View) =>
  roiInterval(row.cost, intervalOf(row, model, 'revenue', view.mode));

const moreForFile = (model: Model, view: View): Behind<AttributionRow> => ({
  rank: fileColumn('rankLast', 'Worst rank', (row) => placesOf(row.totals[model])?.last),
  roiLow: fileColumn('roiHigh', 'ROI, at most', (row) => roiOf(row, model, view)?.high),
});

function costColumn(view: View): Column<AttributionRow> {
  return {
    id: 'cost',
    label: 'Cost',
    definition: metricOf('cost').definition,
    value: (row) => row.cost,
    cell: (row) => money(row.cost, view.currency),
    title: (row) => titled(row.cost, view.currency, null),
    csv: (row) => row.cost,
  };
}

function ratioColumns(model: Model, view: View): Column<AttributionRow>[] {
  const conversions = (row: AttributionRow) => intervalOf(row, model, 'conversions', view.mode);
  const revenue = (row: AttributionRow) => intervalOf(row, model, 'revenue', view.mode);
  const column = (
    id: 'cpa' | 'roas' | 'roi',
    about: string,
    cell: (value: number | null | undefined) => string,
    title: (row: AttributionRow, value: number | null | undefined) => string,
  ): Column<AttributionRow> => {
    const value = (row: AttributionRow) => row.totals[model][id];
    return {
      id,
      label: metricOf(id).label,
      definition: `${about} Pointing at a figure shows its 95 % interval.`,
      value,
      cell: (row) => cell(value(row)),
      title: (row) => title(row, value(row)),
      csv: value,
    };
  };
  const toPercent = (value: number | null | undefined) => (value === null || value === undefined ? value : value * 100);
  return [
    column('cpa', 'Cost ÷ conversions of the model.', (value) => money(value, view.currency),
      (row, value) => titled(value, view.currency, cpaInterval(row.cost, conversions(row)))),
    column('roas', 'Revenue of the model ÷ cost.', ratio,
      (row, value) => titled(value, '', roasInterval(row.cost, revenue(row)))),
    {
      ...column('roi', '(Revenue of the model − cost) ÷ cost: 0 % means that the cost came back exactly.', (value) => percent(value, 0),
        (row, value) => {
          const interval = roiOf(row, model, view);
          return titled(toPercent(value), '%', interval && { low: interval.low * 100, high: interval.high * 100 });
        }),
      strong: true,
    },
    roiRangeColumn(model, view),
  ];
}

function roiRangeColumn(model: Model, view: View): Column<AttributionRow> {
  return {
    id: 'roiLow',
    label: 'ROI, 95 %',
    name: 'ROI, at least',
    definition: 'The ROI at both ends of the interval of revenue. Below 0 % the cost did not come back. Sorts by the lower end.',
    align: 'start',
    value: (row) => roiOf(row, model, view)?.low,
    cell: (row) => {
      const found = roiOf(row, model, view);
      return found === null ? missing : <span className="range-text">{percent(found.low, 0)} – {percent(found.high, 0)}</span>;
    },
    csv: (row) => roiOf(row, model, view)?.low,
  };
}
