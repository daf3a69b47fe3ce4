import { useMemo } from 'react';
import type { Probable, ProbableCreator, ProbableRow } from '../../contract';
import { count, exact } from '../../figures/format';
import { displayName } from '../../figures/names';
import { fullMoment } from '../../figures/time';
import { Name } from '../../parts/Name';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly route: CampaignRoute;
  readonly zone: string;
}

const measures = [
  { id: 'directVisits', label: 'Direct visits', about: 'Visits that name no content, campaign or creator and came by no channel.' },
  { id: 'searchVisits', label: 'Search visits', about: 'The same by unpaid search. What was searched for is not known.' },
  { id: 'productPages', label: 'Product pages', about: 'Those of both to pages of products, so they are not to be added to these.' },
] as const;

const states: Record<ProbableRow['state'], string> = {
  effect: 'effect',
  noEffect: 'no effect told',
  underWay: 'under way',
  shortHistory: 'not enough history: less than two weeks',
  fewEvents: 'not enough history: too few visits',
  tooClose: 'not enough history: too many publications',
};

const note =
  'Estimates, beside the ledger of orders: nothing here is in any other figure. A rise of visits that came by no link is compared with what would have been expected of the hour, the weekday, the weeks before and the shop’s own mailings. Something else that happened in these hours counts as the publication’s.';
const creatorDefinition =
  'What publications of a creator probably brought that came by no link, each with its 95 % interval: of publications within six hours of each other an equal share. Whatever may be chance counts 0. Of the last 60 days, authentic visits only.';
const rowDefinition =
  'Publications within six hours of each other can’t be told apart: they are one row. Visits of up to 24 hours from then on, less what would have been expected, with a 95 % interval. Where the interval includes 0, no effect is told.';

const byDirect: Sort = { column: 'directVisits', descending: true };
const newestFirst: Sort = { column: 'from', descending: true };
const creatorTies: ((row: ProbableCreator) => SortValue)[] = [(row) => row.publications];
const rowTies: ((row: ProbableRow) => SortValue)[] = [(row) => row.measure];

/** What publications probably brought that came by no link. */
export function ProbableSection({ route, zone }: Props) {
  const probable = useView(route.campaign, 'probable');
  return typeof probable === 'string' ? <MissingView why={probable} /> : <Ledger figures={probable.figures} route={route} zone={zone} />;
}

function Ledger({ figures, route, zone }: Props & { readonly figures: Probable['figures'] }) {
  const creators = useMemo(() => creatorColumns(route), [route]);
  const publications = useMemo(() => rowColumns(zone), [zone]);
  return (
    <div className="stack">
      <TableCard
        id="probable-creators"
        title="Probable, by creator"
        definition={creatorDefinition}
        period="last 60 days"
        caption="Probable effects by creator, last 60 days, authentic"
        rows={figures.creators}
        columns={creators}
        keyOf={creatorKey}
        firstSort={byDirect}
        ties={creatorTies}
        empty="No publications yet: content of the catalog with “published” appears here."
        file={`${route.campaign}-probable-creators`}
        fileColumns={[idColumn, ...creators, ...measures.flatMap(({ id, label }) => [end(id, `${label}, low`, 'low'), end(id, `${label}, high`, 'high')])]}
      >
        <p className="note others">{note}</p>
      </TableCard>
      <TableCard
        id="probable"
        title="Probable, by publication"
        definition={rowDefinition}
        period="last 60 days"
        caption="Probable effects by publication, last 60 days, authentic"
        rows={figures.rows}
        columns={publications}
        keyOf={rowKey}
        firstSort={newestFirst}
        ties={rowTies}
        empty="No publications yet."
        file={`${route.campaign}-probable`}
        tall
      >
        {figures.leftOut > 0 && (
          <p className="note others">Only the newest are looked at: {count(figures.leftOut)} earlier groups of publications are left out.</p>
        )}
      </TableCard>
    </div>
  );
}

function creatorColumns(route: CampaignRoute): Column<ProbableCreator>[] {
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />,
      csv: (row) => row.name,
    },
    { id: 'publications', label: 'Publications', value: (row) => row.publications, cell: (row) => count(row.publications), csv: (row) => row.publications },
    ...measures.map(
      ({ id, label, about }): Column<ProbableCreator> => ({
        id,
        label,
        definition: about,
        value: (row) => row[id].lift,
        cell: (row) => (row[id].told === 0 ? '0' : interval(row[id])),
        title: (row) => exact(row[id].lift, ''),
        csv: (row) => row[id].lift,
      }),
    ),
  ];
}

function rowColumns(zone: string): Column<ProbableRow>[] {
  const figure = (id: 'observed' | 'expected', label: string, about: string): Column<ProbableRow> => ({
    id,
    label,
    definition: about,
    value: (row) => row[id],
    cell: (row) => visits(row[id]),
    csv: (row) => row[id],
  });
  return [
    {
      id: 'from',
      label: 'From',
      align: 'start',
      value: (row) => Date.parse(row.from),
      cell: (row) => fullMoment(Date.parse(row.from), zone),
      csv: (row) => row.from,
    },
    {
      id: 'content',
      label: 'Content',
      align: 'start',
      value: (row) => row.contents[0] ?? null,
      cell: contentText,
      title: (row) => row.contents.join(', '),
      csv: (row) => row.contents.join(' '),
    },
    { id: 'measure', label: 'Measure', align: 'start', value: measureText, cell: measureText, csv: (row) => row.measure },
    { id: 'hours', label: 'Hours', value: (row) => row.hours, cell: (row) => count(row.hours), csv: (row) => row.hours },
    figure('observed', 'Observed', 'What was counted in these hours.'),
    figure('expected', 'Expected', 'What would have been without the publications.'),
    {
      id: 'lift',
      label: 'Lift',
      definition: 'Observed less expected, of all publications of the row together, with its 95 % interval.',
      value: (row) => row.lift,
      cell: (row) => (row.lift === null || row.low === null || row.high === null ? count(null) : interval({ lift: row.lift, low: row.low, high: row.high })),
      csv: (row) => row.lift,
      strong: true,
    },
    { id: 'state', label: 'Told', align: 'start', value: (row) => states[row.state], cell: (row) => states[row.state], csv: (row) => row.state },
  ];
}

/** The first, and how many there are besides, also those of other campaigns. */
function contentText(row: ProbableRow): string {
  const first = displayName(row.contents[0] ?? '');
  return row.publications > 1 ? `${first} and ${count(row.publications - 1)} more` : first;
}

const measureText = (row: ProbableRow): string => measures.find(({ id }) => id === row.measure)?.label ?? row.measure;

const visits = (value: number | null): string => (value === null ? count(null) : count(Math.round(value)));

const interval = ({ lift, low, high }: { lift: number; low: number; high: number }): string =>
  `${visits(lift)} (${visits(low)} to ${visits(high)})`;

const end = (id: (typeof measures)[number]['id'], label: string, of: 'low' | 'high'): Column<ProbableCreator> => ({
  id: `${id} ${of}`,
  label,
  cell: () => null,
  csv: (row) => row[id][of],
});

const idColumn: Column<ProbableCreator> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };
const creatorKey = (row: ProbableCreator): string => row.creator;
const rowKey = (row: ProbableRow): string => row.id;
