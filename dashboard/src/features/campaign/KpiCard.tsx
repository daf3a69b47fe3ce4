import { memo } from 'react';
import type { WindowId } from '../../contract';
import { compare, type Comparison } from '../../figures/comparison';
import { exactMetric, formatMetric, type Metric } from '../../figures/metrics';
import { Sparkline } from '../../parts/Sparkline';
import { Info } from '../../parts/Tip';

export interface KpiProps {
  readonly metric: Metric;
  readonly value: number | null | undefined;
  /** Of the period before; ignored for `all`, which has none. */
  readonly before: number | null | undefined;
  readonly window: WindowId;
  readonly currency: string;
  readonly spark?: readonly (number | null)[];
}

const periodBefore: Record<Exclude<WindowId, 'all'>, string> = {
  '15m': 'the 15 minutes before',
  '1h': 'the hour before',
  '24h': 'the 24 hours before',
};

export const comparedWith = (window: WindowId): string =>
  window === 'all' ? 'Since the start of the campaign.' : `Compared with ${periodBefore[window]}.`;

export const KpiCard = memo(function KpiCard({ metric, value, before, window, currency, spark }: KpiProps) {
  return (
    <section className="card kpi" aria-label={metric.label} data-tip-frame>
      <div className="kpi-label">
        {metric.label}
        <Info label={metric.label} text={`${metric.definition} ${comparedWith(window)}${sparkNote(spark)}`} />
      </div>
      <div
        className="kpi-value"
        data-testid={`kpi-${metric.id}`}
        data-value={value ?? ''}
        title={exactMetric(metric, value, currency)}
      >
        {formatMetric(metric, value, currency)}
      </div>
      <div className="kpi-note">
        <Change metric={metric} value={value} before={before} window={window} currency={currency} />
      </div>
      {spark && <Sparkline values={spark} width={150} height={26} />}
    </section>
  );
});

const sparkNote = (spark: KpiProps['spark']): string => (spark ? ' The small line shows authentic values over the period.' : '');

const arrows: Record<Comparison['direction'], string> = { up: '▲', down: '▼', same: '■', none: '' };
const spoken: Record<Comparison['direction'], string> = { up: 'up', down: 'down', same: '', none: '' };

/** The change since the period before, and what the figure counts. */
export function Change({ metric, value, before, window, currency }: Omit<KpiProps, 'spark'>) {
  if (window === 'all') return <>since start</>;
  const change = compare(metric, value, before, currency);
  const tone = change.good === null ? 'plain' : change.good ? 'good' : 'bad';
  const title = `${exactMetric(metric, before, currency)} in ${periodBefore[window]}`;
  const moved = change.direction === 'up' || change.direction === 'down';
  return (
    <>
      <span className={`change ${tone}`} title={title}>
        {arrows[change.direction] && <span className="arrow" aria-hidden="true">{arrows[change.direction]}</span>}
        <span className="visually-hidden">{spoken[change.direction]}</span>
        {change.text}
      </span>{' '}
      {moved && metric.unit}
    </>
  );
}
