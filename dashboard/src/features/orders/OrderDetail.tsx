import { useMemo } from 'react';
import type { OrderEvent, OrderRow, OrderTouch } from '../../contract';
import { exact, missing, money, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { fullMoment, moment } from '../../figures/time';
import { Link } from '../../parts/Link';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { models } from '../attribution/models';
import { State } from './OrdersSection';
import { creditReason, creditText, orderName, roles, touchText, valueReason } from './words';

interface Props {
  readonly row: OrderRow;
  readonly view: View;
  readonly route: CampaignRoute;
  readonly zone: string;
}

const evidenceDefinition =
  'All events that tell of the order. Visitors have numbers within the order: the same number is the same visitor, nobody’s name.';
const pathDefinition =
  'The touches that compete for the credit of the order, and what each model that shares orders one by one gives to each. Fitted models share all orders together, see Attribution.';
const firstFirst: Sort = { column: 'time', descending: false };
const noTies: [] = [];
const shared = models.filter(({ isFitted }) => !isFitted);

/** Why an order counts as it does. */
export function OrderDetail({ row, view, route, zone }: Props) {
  const evidence = useMemo(() => eventColumns(zone), [zone]);
  const path = useMemo(() => touchColumns(view, zone), [view, zone]);
  return (
    <>
      <section className="card order-detail" aria-labelledby="order-title" data-testid="order">
        <div className="card-header">
          <h2 id="order-title">
            <bdi>{orderName(row)}</bdi> <State row={row} />
          </h2>
          <div className="card-tools">
            <Link className="chip clear" href={formatRoute({ ...route, order: null })}>
              close <span aria-hidden="true">✕</span>
            </Link>
          </div>
        </div>
        <dl className="order-facts">
          <div>
            <dt>Time</dt>
            <dd>{fullMoment(Date.parse(row.time), zone)}</dd>
          </div>
          <div>
            <dt>Value</dt>
            <dd>
              <strong title={exact(row.revenue, view.currency)}>{money(row.revenue, view.currency)}</strong>
              <p className="note">{valueReason(row, view.currency)}</p>
            </dd>
          </div>
          <div>
            <dt>Credited to</dt>
            <dd>
              <strong><bdi>{creditText(row.credited) || 'nobody'}</bdi></strong>
              {row.credited !== null && row.credited.content !== '' && <> · <bdi>{displayName(row.credited.content)}</bdi></>}
              <p className="note">{creditReason(row)}</p>
            </dd>
          </div>
        </dl>
      </section>
      <TableCard
        id="evidence"
        title="Evidence"
        definition={evidenceDefinition}
        caption="Events that tell of the order"
        rows={row.events}
        columns={evidence}
        keyOf={eventKey}
        firstSort={firstFirst}
        ties={noTies}
        empty="No events."
        file={`${route.campaign}-order-evidence`}
      >
        {row.eventCount > row.events.length && (
          <p className="note others">{row.events.length} of {row.eventCount} events: the one that decides, then those that are proven.</p>
        )}
      </TableCard>
      {row.path.length > 0 && (
        <TableCard
          id="order-path"
          title="Path and credit"
          definition={pathDefinition}
          caption="Touches before the order, with their credit by each model"
          rows={row.path}
          columns={path}
          keyOf={touchKey(row.path)}
          firstSort={firstFirst}
          ties={noTies}
          empty="Nobody was met."
          file={`${route.campaign}-order-path`}
        >
          {row.touchCount > row.path.length && (
            <p className="note others">The first and the last {row.path.length - 1} of {row.touchCount} touches.</p>
          )}
        </TableCard>
      )}
    </>
  );
}

function eventColumns(zone: string): Column<OrderEvent>[] {
  return [
    timeColumn(zone),
    { id: 'source', label: 'Source', align: 'start', value: (event) => event.source, cell: (event) => <bdi>{displayName(event.source, 'not said')}</bdi>, csv: (event) => event.source },
    {
      id: 'role',
      label: 'Counts as',
      align: 'start',
      value: (event) => roles[event.role].label,
      cell: (event) => (
        <span className="order-state">
          <span className={event.role === 'canonical' ? 'chip good' : 'chip'} title={roles[event.role].about}>{roles[event.role].label}</span>
          {!event.isAuthentic && <span className="chip warning" title="Of an inauthentic actor: left out of authentic figures">raw only</span>}
        </span>
      ),
      csv: (event) => event.role,
    },
    { id: 'type', label: 'Type', align: 'start', value: (event) => event.type, cell: (event) => event.type, csv: (event) => event.type },
    {
      id: 'value',
      label: 'Stated value',
      value: (event) => event.value,
      cell: (event) => money(event.value, event.currency),
      title: (event) => exact(event.value, event.currency),
      csv: (event) => event.value,
    },
    { id: 'currency', label: 'Currency', align: 'start', cell: (event) => said(event.currency), csv: (event) => event.currency },
    text('code', 'Code', (event) => event.code),
    text('content', 'Content', (event) => event.content),
    { id: 'visitor', label: 'Visitor', value: (event) => event.visitor, cell: (event) => event.visitor, csv: (event) => event.visitor },
    text('id', 'Event id', (event) => event.id),
  ];
}

function text(id: string, label: string, value: (event: OrderEvent) => string): Column<OrderEvent> {
  return { id, label, align: 'start', value, cell: (event) => <bdi>{said(value(event))}</bdi>, csv: value };
}

function touchColumns(view: View, zone: string): Column<OrderTouch>[] {
  return [
    timeColumn(zone),
    {
      id: 'type',
      label: 'Touch',
      align: 'start',
      value: (touch) => touch.type,
      cell: (touch) => (touch.isLead ? `${touch.type}, made a lead` : touch.type),
      csv: (touch) => touch.type,
    },
    { id: 'who', label: 'Met', align: 'start', value: touchText, cell: (touch) => <bdi>{touchText(touch)}</bdi>, csv: touchText },
    { id: 'content', label: 'Content', align: 'start', value: (touch) => touch.content, cell: (touch) => <bdi>{said(touch.content)}</bdi>, csv: (touch) => touch.content },
    ...shared.map(({ id, label, definition }, at): Column<OrderTouch> => ({
      id,
      label,
      definition,
      value: (touch) => touch.conversions[at],
      cell: (touch) => (touch.conversions[at] === 0 ? '0' : `${percent(touch.conversions[at], 0)} · ${money(touch.revenue[at], view.currency)}`),
      title: (touch) => exact(touch.revenue[at], view.currency),
      csv: (touch) => touch.revenue[at],
    })),
  ];
}

function timeColumn<Row extends { time: string }>(zone: string): Column<Row> {
  return {
    id: 'time',
    label: 'Time',
    align: 'start',
    value: (row) => Date.parse(row.time),
    cell: (row) => moment(Date.parse(row.time), 0, zone, true),
    title: (row) => fullMoment(Date.parse(row.time), zone),
    csv: (row) => row.time,
  };
}

const said = (text: string): string => (text === '' ? missing : displayName(text));

const eventKey = (event: OrderEvent): string => `${event.time} ${event.source} ${event.type} ${event.id} ${event.value} ${event.visitor} ${event.code}`;

/** Two touches may be alike in all that is shown. */
const touchKey = (path: readonly OrderTouch[]) => (touch: OrderTouch): string => String(path.indexOf(touch));
