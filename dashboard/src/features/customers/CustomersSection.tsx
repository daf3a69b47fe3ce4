import { useMemo } from 'react';
import type { Value } from '../../contract';
import { count, exact, money, percent } from '../../figures/format';
import { MissingView } from '../../parts/MissingView';
import { Term } from '../../parts/Tip';
import { useView } from '../../store/hooks';
import type { CampaignRoute } from '../../store/route';
import { AcquirersCard } from './AcquirersCard';
import { clvDefinition, customersDefinition, interval, reasonOf, retentionDefinition } from './customers';
import { MonthsCard } from './MonthsCard';

/** Who buys, who won these customers, how many come again, and what they are expected to buy yet. */
export function CustomersSection({ route }: { readonly route: CampaignRoute }) {
  const value = useView('', 'value');
  if (typeof value === 'string') return <MissingView why={value} />;
  return <Customers figures={value.figures} route={route} />;
}

function Customers({ figures, route }: { readonly figures: Value['figures']; readonly route: CampaignRoute }) {
  const { totals, currency, months, rows, left } = figures;
  const definition = useMemo(() => clvDefinition(figures.horizonDays), [figures.horizonDays]);
  const reason = reasonOf(figures);
  return (
    <div className="stack">
      <section className="card strip in-six" aria-label="Customers">
        <Figure id="customers" label="Customers" text={customersDefinition} value={totals.customers} shown={count(totals.customers)} note="all campaigns" />
        <Figure id="returned" label="Came again" text="Customers who bought again on a later day." value={totals.returned} shown={count(totals.returned)} note="on a later day" />
        <Figure id="retention" label="Retention" text={retentionDefinition} value={totals.retention} shown={percent(totals.retention, 1)} note="of customers" />
        <Figure id="customer-orders" label="Orders" text="All proven purchases of these customers that were not refunded in full." value={totals.orders} shown={count(totals.orders)} note="purchases" />
        <Figure id="customer-revenue" label="Revenue" text="Of these orders, less refunds." value={totals.revenue} shown={money(totals.revenue, currency)} title={exact(totals.revenue, currency)} note="all time" />
        <Figure
          id="clv"
          label="CLV"
          text={definition}
          value={totals.clv}
          shown={money(totals.clv, currency)}
          title={exact(totals.clv, currency)}
          note={totals.clv === null ? 'a customer' : interval(totals, currency)}
        />
      </section>
      {reason !== null && <p className="card claims" data-testid="clv-reason">{reason}</p>}
      <AcquirersCard rows={rows} left={left} currency={currency} clv={definition} route={route} />
      <MonthsCard rows={months} />
    </div>
  );
}

interface FigureProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly value: number | null;
  readonly shown: string;
  readonly title?: string;
  readonly note: string;
}

function Figure({ id, label, text, value, shown, title, note }: FigureProps) {
  return (
    <div className="strip-figure">
      <Term label={label} text={text} />
      <div className="strip-value" data-testid={`kpi-${id}`} data-value={value ?? ''} title={title}>{shown}</div>
      <div className="strip-note" title={note}>{note}</div>
    </div>
  );
}
