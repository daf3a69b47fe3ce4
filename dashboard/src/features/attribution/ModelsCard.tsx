import { useMemo } from 'react';
import type { Attribution, AttributionRow } from '../../contract';
import { exact, missing, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { Segmented } from '../../parts/Segmented';
import { navigate } from '../../store/navigation';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { creatorKey, idColumn, nameColumn } from './CreatorCredit';
import { fileColumn, rangeText, titled, written } from './creditColumns';
import { intervalOf, mostDisputed, spreadOf, valueOf, type Measure } from './credits';
import { fitNote, modelOf, models, type Model, type ModelAbout } from './models';

interface Props {
  readonly figures: Attribution['figures'];
  readonly view: View;
  readonly route: CampaignRoute;
}

const measures: readonly { value: Measure; label: string }[] = [
  { value: 'revenue', label: 'Revenue' },
  { value: 'conversions', label: 'Conversions' },
];

const definition =
  'What each model gives to a creator, side by side, first the one to decide by. The models share all orders of the workspace on whose paths anybody stands, also among channels and creators of other campaigns. Of all time, whatever the window.';
const effectDefinition = 'Which part of all conversions would be lost without this creator, by the Markov chain. These don’t add up to 100 %.';
const spreadDefinition = 'The least and the most that any of the models gives. Where they are far apart, the choice of model decides, not the data.';

/** Who earned what by which model. */
export function ModelsCard({ figures, view, route }: Props) {
  const measure = measures.find(({ value }) => value === route.measure)?.value ?? 'revenue';
  const show = (chosen: Measure) => navigate(formatRoute({ ...route, measure: chosen }), 'replace');
  const primary = figures.primary.model;
  const columns = useMemo(
    () => [
      nameColumn(route),
      ...inOrder(primary).map((model) => modelColumn(model, measure, view, primary)),
      spreadColumn(measure, view),
      effectColumn(view),
    ],
    [measure, view, route, primary],
  );
  const fileColumns = useMemo(
    () => [
      idColumn,
      nameColumn(route),
      ...measures.flatMap(({ value, label }) => models.flatMap((model) => columnsForFile(model, value, label, view))),
      effectColumn(view),
    ],
    [view, route],
  );
  const firstSort = useMemo((): Sort => ({ column: primary, descending: true }), [primary]);
  const ties = useMemo((): ((row: AttributionRow) => SortValue)[] => [(row) => valueOf(row, primary, measure, view.mode)], [measure, view, primary]);
  return (
    <TableCard
      // What it is sorted by first goes with the primary model.
      key={primary}
      id="attribution"
      title="Credit by model"
      definition={definition}
      period="all time"
      tools={<Segmented label="What is shared" choices={measures} value={measure} onChange={show} />}
      caption={`Credit by model, ${measure}, all time, ${view.mode}`}
      rows={figures.rows}
      columns={columns}
      keyOf={creatorKey}
      firstSort={firstSort}
      ties={ties}
      empty="No creators yet."
      file={`${route.campaign}-attribution-${view.mode}`}
      fileColumns={fileColumns}
    >
      <Disputed rows={figures.rows} measure={measure} view={view} />
      <p className="note others">{fitNote(figures, view.mode === 'raw' ? figures.fittedRaw : figures.fitted)}</p>
    </TableCard>
  );
}

function Disputed({ rows, measure, view }: { readonly rows: readonly AttributionRow[]; readonly measure: Measure; readonly view: View }) {
  const found = useMemo(() => mostDisputed(rows, measure, view.mode), [rows, measure, view.mode]);
  if (found === null) return null;
  const { row, spread } = found;
  return (
    <p className="note others" data-testid="disputed">
      The models differ most about <bdi>{displayName(row.name, row.creator)}</bdi>: {written(spread.low, measure, view)} by{' '}
      {modelOf(spread.lowest).label}, {written(spread.high, measure, view)} by {modelOf(spread.highest).label}.
    </p>
  );
}

/** The one to decide by first, so that a phone shows it without scrolling. */
const inOrder = (primary: Model): ModelAbout[] => [modelOf(primary), ...models.filter(({ id }) => id !== primary)];

function modelColumn({ id, label, definition: about }: ModelAbout, measure: Measure, view: View, primary: Model): Column<AttributionRow> {
  const value = (row: AttributionRow) => valueOf(row, id, measure, view.mode);
  return {
    id,
    label,
    definition: id === primary ? `The model to decide by. ${about}` : about,
    value,
    cell: (row) => written(value(row), measure, view),
    title: (row) => titled(value(row), measure === 'revenue' ? view.currency : '', intervalOf(row, id, measure, view.mode)),
    marked: id === primary,
  };
}

function columnsForFile({ id, label }: ModelAbout, measure: Measure, of: string, view: View): Column<AttributionRow>[] {
  const column = (end: string, csv: (row: AttributionRow) => number | null | undefined) =>
    fileColumn(`${id}-${measure}${end}`, `${label}, ${of.toLowerCase()}${end}`, csv);
  const figure = column('', (row) => valueOf(row, id, measure, view.mode));
  if (view.mode === 'raw') return [figure];
  return [
    figure,
    column(', at least', (row) => intervalOf(row, id, measure, view.mode)?.low),
    column(', at most', (row) => intervalOf(row, id, measure, view.mode)?.high),
  ];
}

function spreadColumn(measure: Measure, view: View): Column<AttributionRow> {
  const spread = (row: AttributionRow) => spreadOf(row, measure, view.mode);
  return {
    id: 'spread',
    label: 'Least – most',
    definition: `${spreadDefinition} Sorts by the difference.`,
    value: (row) => {
      const found = spread(row);
      return found && found.high - found.low;
    },
    cell: (row) => {
      const found = spread(row);
      if (found === null) return missing;
      const text = found.low === found.high ? written(found.low, measure, view) : rangeText(found, measure, view);
      return <span className="range-text">{text}</span>;
    },
    title: (row) => {
      const found = spread(row);
      return found === null ? 'not known' : `${modelOf(found.lowest).label} to ${modelOf(found.highest).label}`;
    },
  };
}

function effectColumn(view: View): Column<AttributionRow> {
  const value = (row: AttributionRow) => (view.mode === 'raw' ? row.raw : row.totals).removalEffect;
  return {
    id: 'effect',
    label: 'Removal effect',
    definition: effectDefinition,
    value,
    cell: (row) => percent(value(row)),
    title: (row) => exact((value(row) ?? 0) * 100, '%'),
    csv: value,
  };
}
