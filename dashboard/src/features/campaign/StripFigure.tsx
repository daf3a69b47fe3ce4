import { exactMetric, formatMetric } from '../../figures/metrics';
import { Term } from '../../parts/Tip';
import { Change, comparedWith, type KpiProps } from './KpiCard';

/** A figure among others in a row. */
export function StripFigure({ metric, value, before, window, currency }: Omit<KpiProps, 'spark'>) {
  return (
    <div className="strip-figure">
      <Term label={metric.label} text={`${metric.definition} ${comparedWith(window)}`} />
      <div className="strip-value" data-testid={`kpi-${metric.id}`} data-value={value ?? ''} title={exactMetric(metric, value, currency)}>
        {formatMetric(metric, value, currency)}
      </div>
      <div className="strip-note">
        <Change metric={metric} value={value} before={before} window={window} currency={currency} />
      </div>
    </div>
  );
}
