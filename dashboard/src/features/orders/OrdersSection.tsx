import { useMemo, useState } from 'react';
import type { OrderRow } from '../../contract';
import { exact, money } from '../../figures/format';
import { displayName } from '../../figures/names';
import { fullMoment, moment } from '../../figures/time';
import { Segmented } from '../../parts/Segmented';
import { Name } from '../../parts/Name';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import { FilterBox } from '../../tables/FilterBox';
import { matches } from '../../tables/filterRows';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { CodesCard } from './CodesCard';
import { OrderDetail } from './OrderDetail';
import { creditText, decisions, orderName, states } from './words';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
  readonly zone: string;
}

type Which = 'here' | 'loose';

const whiches: readonly { value: Which; label: string; title: string }[] = [
  { value: 'here', label: 'This campaign', title: 'Orders whose buyers met this campaign before' },
  { value: 'loose', label: 'No campaign', title: 'Of the whole workspace: nobody’s, refunded, held back, refunds without their order' },
];

const definition =
  'The newest orders, each once, whatever told of it: shop, pixel, codes. Choose one to see its evidence, why it counts as it does, and what each model gives to whom. Of all events, also those that authentic figures leave out.';

const newestFirst: Sort = { column: 'time', descending: true };
const ties: ((row: OrderRow) => SortValue)[] = [(row) => row.id];

/** Which orders there are, and why each counts as it does. */
export function OrdersSection({ view, route, zone }: Props) {
  const here = useView(route.campaign, 'orders');
  const loose = useView('', 'looseOrders');
  const [asked, setAsked] = useState<Which | null>(null);
  const [filter, setFilter] = useState('');
  const looseRows = typeof loose === 'string' ? noRows : loose.figures.rows;
  const rows = typeof here === 'string' ? noRows : here.figures.rows;
  const chosen = route.order === null ? undefined : [...rows, ...looseRows].find(({ id }) => id === route.order);
  // An address of an order shows the list that it is in.
  const which = asked ?? (chosen && looseRows.includes(chosen) ? 'loose' : 'here');
  const listed = which === 'here' ? rows : looseRows;
  const shown = useMemo(
    () => listed.filter((row) => matches(filter, row.order, row.code, creditText(row.credited), states[row.state].label, ...row.events.map((event) => event.id))),
    [listed, filter],
  );
  const columns = useMemo(() => columnsOf(view, route, zone), [view, route, zone]);
  if (typeof here === 'string') return <MissingView why={here} />;
  if (typeof loose === 'string') return <MissingView why={loose} />;
  return (
    <div className="stack">
      {chosen && <OrderDetail row={chosen} view={view} route={route} zone={zone} />}
      {route.order !== null && !chosen && (
        <p className="card note">This order is not among the newest any more, or it is of another campaign.</p>
      )}
      <TableCard
        id="orders"
        title={which === 'here' ? 'Newest orders' : 'Newest orders of no campaign'}
        definition={definition}
        tools={
          <>
            <Segmented label="Which orders" choices={whiches} value={which} onChange={setAsked} />
            <FilterBox label="Find an order" value={filter} onChange={setFilter} />
          </>
        }
        caption="Newest orders"
        rows={shown}
        columns={columns}
        keyOf={orderKey}
        firstSort={newestFirst}
        ties={ties}
        empty={filter === '' ? emptyText[which] : 'None of the newest orders matches.'}
        file={`${route.campaign}-orders`}
        fileColumns={[...columns, ...columnsForFile]}
        tall
      >
        {listed.length >= mostListed && (
          <p className="note others">The {listed.length} newest are kept here; figures rest on all of them.</p>
        )}
      </TableCard>
      <CodesCard view={view} route={route} />
    </div>
  );
}

const mostListed = 50;
const noRows: readonly OrderRow[] = [];

const emptyText: Record<Which, string> = {
  here: 'No orders yet: the first of somebody who met this campaign appears here.',
  loose: 'Every order of the workspace leads to a campaign.',
};

function columnsOf(view: View, route: CampaignRoute, zone: string): Column<OrderRow>[] {
  return [
    {
      id: 'order',
      label: 'Order',
      align: 'start',
      value: orderName,
      cell: (row) => (
        <Name
          name={orderName(row)}
          id={row.order}
          aside={row.type === 'purchase' || row.order === '' ? null : row.type}
          href={formatRoute({ ...route, order: row.id })}
        />
      ),
      csv: (row) => row.order,
    },
    {
      id: 'time',
      label: 'Time',
      align: 'start',
      value: (row) => Date.parse(row.time),
      cell: (row) => moment(Date.parse(row.time), 0, zone),
      title: (row) => fullMoment(Date.parse(row.time), zone),
      csv: (row) => row.time,
    },
    {
      id: 'state',
      label: 'State',
      align: 'start',
      value: (row) => states[row.state].label,
      cell: (row) => <State row={row} />,
      csv: (row) => row.state,
    },
    {
      id: 'revenue',
      label: 'Value',
      definition: 'In the reporting currency, refunds taken off.',
      value: (row) => row.revenue,
      cell: (row) => money(row.revenue, view.currency),
      title: (row) => exact(row.revenue, view.currency),
      csv: (row) => row.revenue,
      strong: true,
    },
    {
      id: 'credited',
      label: 'Credited to',
      definition: 'By last touch: a known code, else the last click or visit, else the last other touch.',
      align: 'start',
      value: (row) => creditText(row.credited),
      cell: (row) => <bdi>{creditText(row.credited)}</bdi>,
      title: (row) => (row.credited === null || row.credited.content === '' ? '' : displayName(row.credited.content)),
      csv: (row) => creditText(row.credited),
    },
    {
      id: 'decision',
      label: 'By',
      align: 'start',
      value: decisionText,
      cell: decisionText,
      csv: (row) => row.decision,
    },
    {
      id: 'events',
      label: 'Events',
      definition: 'How many events tell of it, refunds among them.',
      value: (row) => row.eventCount,
      cell: (row) => row.eventCount,
      csv: (row) => row.eventCount,
    },
    {
      id: 'touches',
      label: 'Touches',
      definition: 'How many touches share its credit.',
      value: (row) => row.touchCount,
      cell: (row) => row.touchCount,
      csv: (row) => row.touchCount,
    },
  ];
}

const decisionText = (row: OrderRow): string => (row.decision === 'code' && row.code !== null ? `code ${displayName(row.code)}` : decisions[row.decision]);

/** What becomes of it, and what is odd about it. */
export function State({ row }: { readonly row: OrderRow }) {
  const { label, tone, about } = states[row.state];
  const counts = row.state !== 'refunded' && row.state !== 'refundOnly' && row.state !== 'waiting';
  return (
    <span className="order-state">
      <span className={`chip ${tone}`} title={about}>{label}</span>
      {row.amountsDiffer && <span className="chip warning" title="Events that decide state different amounts">amounts differ</span>}
      {row.isClaimed && counts && <span className="chip" title="Nobody proved it">claimed</span>}
      {counts && !row.isAuthentic && <span className="chip warning" title="Left out of authentic figures">raw only</span>}
    </span>
  );
}

const columnsForFile: Column<OrderRow>[] = [
  { id: 'code', label: 'Code', cell: () => null, csv: (row) => row.code },
  { id: 'content', label: 'Content', cell: () => null, csv: (row) => row.credited?.content },
  { id: 'beaten', label: 'Without the code', cell: () => null, csv: (row) => creditText(row.beaten) },
  { id: 'differ', label: 'Amounts differ', cell: () => null, csv: (row) => String(row.amountsDiffer) },
  { id: 'claimed', label: 'Claimed', cell: () => null, csv: (row) => String(row.isClaimed) },
  { id: 'authentic', label: 'Authentic', cell: () => null, csv: (row) => String(row.isAuthentic) },
  { id: 'rate', label: 'Missing rate', cell: () => null, csv: (row) => row.missingRate },
];

const orderKey = (row: OrderRow): string => row.id;
