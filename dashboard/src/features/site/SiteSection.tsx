import { useMemo } from 'react';
import { currentTotals, previousTotals, type SitePeriods, type SiteRow } from '../../contract';
import { metricOf } from '../../figures/metrics';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import { metricColumn, windowLabels, type View } from '../../tables/figureColumns';
import { OthersNote } from '../../tables/OthersNote';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { KpiCard } from '../campaign/KpiCard';
import { StripFigure } from '../campaign/StripFigure';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

const headline = ['share', 'visits', 'sessions', 'timeOnSite', 'pagesPerSession', 'bounceRate'] as const;
const further = ['productPages', 'carts', 'checkouts', 'formStarts', 'searches', 'engagedSeconds', 'siteVisits'] as const;
const ofCreators = [...headline, 'productPages', 'carts', 'checkouts', 'formStarts', 'searches'] as const;

const definition =
  'What visitors did on the site who came from each creator. A visit is the creator’s whose post or link led to it, and so are the later pages of that session. Carts, checkouts, forms and searches are those that the site tells of.';
const byVisits: Sort = { column: 'visits', descending: true };

/** What visitors do on the site, and which part of its traffic creators bring. */
export function SiteSection({ view, route }: Props) {
  const site = useView(route.campaign, 'site');
  const columns = useMemo(() => columnsOf(view, route), [view, route]);
  const ties = useMemo((): ((row: SiteRow) => SortValue)[] => [(row) => of(row, view).sessions], [view]);
  if (typeof site === 'string') return <MissingView why={site} />;
  const { campaign, rows, others } = site.figures;
  return (
    <div className="stack">
      <SiteFigures campaign={campaign} view={view} />
      <TableCard
        id="site"
        title="On the site, by creator"
        definition={definition}
        caption={`On the site by creator, ${windowLabels[view.window]}, ${view.mode}`}
        rows={rows}
        columns={columns}
        keyOf={keyOf}
        firstSort={byVisits}
        ties={ties}
        empty="No creators yet: they appear with their first event."
        file={`${route.campaign}-site-${view.window}-${view.mode}`}
        fileColumns={[idColumn, ...columns, siteColumn('engagedSeconds', view)]}
        tall
      >
        <OthersNote others={others} of="creators" view={view} />
      </TableCard>
    </div>
  );
}

function SiteFigures({ campaign, view: { window, mode, currency } }: { readonly campaign: SitePeriods; readonly view: View }) {
  const totals = currentTotals(campaign, window, mode);
  const before = previousTotals(campaign, window, mode);
  const propsOf = (id: (typeof headline)[number] | (typeof further)[number]) =>
    ({ metric: metricOf(id), value: totals[id], before: before?.[id], window, currency });
  return (
    <>
      <div className="kpis">
        {headline.map((id) => (
          <KpiCard key={id} {...propsOf(id)} />
        ))}
      </div>
      <section className="card strip in-seven" aria-label="Done on the site">
        {further.map((id) => (
          <StripFigure key={id} {...propsOf(id)} />
        ))}
      </section>
    </>
  );
}

const of = (row: SiteRow, view: View) => currentTotals(row, view.window, view.mode);

const siteColumn = (id: (typeof ofCreators)[number] | 'engagedSeconds', view: View, strong = false): Column<SiteRow> =>
  metricColumn<SiteRow>(id, (row) => of(row, view)[id], () => view.currency, { strong });

function columnsOf(view: View, route: CampaignRoute): Column<SiteRow>[] {
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />,
      csv: (row) => row.name,
    },
    ...ofCreators.map((id) => siteColumn(id, view, id === 'visits')),
  ];
}

const idColumn: Column<SiteRow> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };
const keyOf = (row: SiteRow): string => row.creator;
