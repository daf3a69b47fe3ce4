import { useMemo, useState } from 'react';
import type { Attribution, AttributionRow, ModelCredits } from '../../contract';
import { count, exact, money, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { Segmented } from '../../parts/Segmented';
import { TableSkeleton } from '../../parts/Skeletons';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

type Measure = 'revenue' | 'conversions';
type Model = 'lastTouch' | 'markov' | 'shapley' | 'counterfactual';

const measures: readonly { value: Measure; label: string }[] = [
  { value: 'revenue', label: 'Revenue' },
  { value: 'conversions', label: 'Conversions' },
];

const models: readonly { id: Model; label: string; definition: string }[] = [
  { id: 'lastTouch', label: 'Last touch', definition: 'All of an order to the last click or visit before it, or to the creator of its code.' },
  {
    id: 'markov',
    label: 'Markov',
    definition: 'In proportion to what would be lost without the creator: paths of buyers and of those who bought nothing are taken as a chain from one creator to the next.',
  },
  { id: 'shapley', label: 'Shapley', definition: 'Each order in equal parts to all whom its buyer met.' },
  {
    id: 'counterfactual',
    label: 'Counterfactual',
    definition: 'By how much more often people bought on a path than on the same path without the creator; where that is no more, all to the last one.',
  },
];

const definition =
  'What each model of attribution gives to a creator, side by side. The models share all orders of the workspace on whose paths anybody stands, also among channels and creators of other campaigns. Markov, Shapley and counterfactual are fitted anew every few seconds. Of all time, whatever the window.';
const effectDefinition = 'Which part of all conversions would be lost without this creator, by the Markov chain. These don’t add up to 100 %.';

const firstSort: Sort = { column: 'markov', descending: true };

/** Who earned what by which model. */
export function AttributionSection({ view, route }: Props) {
  const attribution = useView(route.campaign, 'attribution');
  return typeof attribution === 'string' ? <TableSkeleton /> : <Models figures={attribution.figures} view={view} route={route} />;
}

function Models({ figures, view, route }: Props & { readonly figures: Attribution['figures'] }) {
  const [measure, setMeasure] = useState<Measure>('revenue');
  const columns = useMemo(() => modelColumns(measure, view, route), [measure, view, route]);
  const fileColumns = useMemo(
    () => [idColumn, columns[0]!, ...measures.flatMap(({ value, label }) => modelColumns(value, view, route, `, ${label.toLowerCase()}`).slice(1, -1)), columns.at(-1)!],
    [columns, view, route],
  );
  const ties = useMemo((): ((row: AttributionRow) => SortValue)[] => [(row) => of(row, view).lastTouch[measure]], [measure, view]);
  const fitted = view.mode === 'raw' ? figures.fittedRaw : figures.fitted;
  return (
    <TableCard
      id="attribution"
      title="Credit by model"
      definition={definition}
      period="all time"
      tools={<Segmented label="What is shared" choices={measures} value={measure} onChange={setMeasure} />}
      caption={`Credit by model, ${measure}, all time, ${view.mode}`}
      rows={figures.rows}
      columns={columns}
      keyOf={keyOf}
      firstSort={firstSort}
      ties={ties}
      empty="No creators yet."
      file={`${route.campaign}-attribution-${view.mode}`}
      fileColumns={fileColumns}
    >
      <p className="note others">{noteOf(figures, fitted)}</p>
    </TableCard>
  );
}

function noteOf(figures: Attribution['figures'], fitted: Attribution['figures']['fitted']): string {
  if (fitted.conversions === 0) return 'The fitted models begin with the first order of somebody who met a creator.';
  const sample = fitted.sampled < fitted.unconverted ? ` (${count(fitted.sampled)} of them were looked at)` : '';
  const people = `${count(fitted.unconverted)} visitors who met somebody and bought nothing${sample}`;
  const rest = figures.folded > 0 ? ` ${count(figures.folded)} creators and channels with few orders are fitted as one.` : '';
  const rare = figures.shortened > 0 ? ` ${count(figures.shortened)} orders went rare paths: of these the last step counts.` : '';
  const few = figures.isOffered ? '' : ' Below 300 conversions fitted models say little: decide by last touch.';
  return `Fitted to the paths of ${count(fitted.conversions)} conversions and of ${people}.${rest}${rare}${few}`;
}

const of = (row: AttributionRow, { mode }: View): ModelCredits => (mode === 'raw' ? row.raw : row.totals);

function modelColumns(measure: Measure, view: View, route: CampaignRoute, more = ''): Column<AttributionRow>[] {
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />,
      csv: (row) => row.name,
    },
    ...models.map(({ id, label, definition: about }): Column<AttributionRow> => {
      const value = (row: AttributionRow) => of(row, view)[id][measure];
      return {
        id: `${id}${more}`,
        label: `${label}${more}`,
        definition: about,
        value,
        cell: (row) => (measure === 'revenue' ? money(value(row), view.currency) : parts(value(row))),
        title: (row) => exact(value(row), measure === 'revenue' ? view.currency : ''),
        csv: value,
        strong: id === 'markov',
      };
    }),
    {
      id: 'effect',
      label: 'Removal effect',
      definition: effectDefinition,
      value: (row) => of(row, view).removalEffect,
      cell: (row) => percent(of(row, view).removalEffect),
      title: (row) => exact((of(row, view).removalEffect ?? 0) * 100, '%'),
      csv: (row) => of(row, view).removalEffect,
    },
  ];
}

/** A model may give a part of a conversion. */
const parts = (value: number | null): string => (value === null ? count(value) : value < 100 ? value.toFixed(1) : count(Math.round(value)));

const idColumn: Column<AttributionRow> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };
const keyOf = (row: AttributionRow): string => row.creator;
