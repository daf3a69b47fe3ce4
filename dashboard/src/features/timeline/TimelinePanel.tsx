import { useMemo, useState } from 'react';
import type { Alert, ViewFigures } from '../../contract';
import { count } from '../../figures/format';
import { displayName, shorten } from '../../figures/names';
import { moment } from '../../figures/time';
import { Segmented } from '../../parts/Segmented';
import { useStore } from '../../store/store';
import { theme } from '../../store/theme';
import type { View } from '../../tables/figureColumns';
import type { AlertMark } from './alertMarkers';
import { TimelineChart } from './TimelineChart';
import {
  buildSeries,
  rateWord,
  timelineMetrics,
  valueAt,
  type TimelineMetric,
  type TimelineSeries,
} from './timelineSeries';
import { TimelineTable } from './TimelineTable';

interface Props {
  readonly figures: ViewFigures['timeline'];
  readonly asOf: string | null;
  readonly alerts: readonly Alert[];
  readonly view: View;
  readonly zone: string;
}

const titles: Record<TimelineMetric, string> = {
  engagements: 'Engagements',
  impressions: 'Impressions',
  clicks: 'Clicks',
  conversions: 'Conversions',
};

const longestLabel = 36;

export function TimelinePanel({ figures, asOf, alerts, view, zone }: Props) {
  const [metric, setMetric] = useState<TimelineMetric>('engagements');
  const shade = useStore(theme, (value) => value);
  const [asTable, setAsTable] = useState(false);
  const asOfMs = asOf === null ? null : Date.parse(asOf);
  const series = useMemo(
    () => (asOfMs === null ? null : buildSeries(figures, view.window, metric, asOfMs)),
    [figures, view.window, metric, asOfMs],
  );
  const marks = useMemo(() => (series ? marksOf(alerts, series, view.mode) : []), [alerts, series, view.mode]);

  return (
    <section className="card timeline-card" aria-labelledby="timeline-title">
      <div className="card-header">
        <h2 id="timeline-title">
          {titles[metric]} {series ? rateWord(series.rateMs) : ''}
        </h2>
        <div className="card-tools">
          <span className="legend"><i /> {view.mode === 'raw' ? 'Raw' : 'Authentic'}</span>
          <span className="legend">
            <i className="hatch" /> {view.mode === 'raw' ? 'of it inauthentic' : 'Inauthentic, left out'}
          </span>
          <Segmented
            label="Figure of the timeline"
            value={metric}
            onChange={setMetric}
            choices={timelineMetrics.map((value) => ({ value, label: titles[value] }))}
          />
          <button type="button" className="text-button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Chart' : 'Table'}
          </button>
        </div>
      </div>
      {series === null && <p className="note">No events yet. The line starts with the first one.</p>}
      {series && asTable && <TimelineTable series={series} title={titles[metric]} zone={zone} />}
      {series && !asTable && (
        <TimelineChart
          // A canvas takes its colours when it is made.
          key={shade}
          series={series}
          lineOf={view.mode}
          marks={marks}
          zone={zone}
          label={`${titles[metric]} ${rateWord(series.rateMs)}, a line over time. The Table button shows the same as a table.`}
          tooltip={(index) => <Reading series={series} index={index} zone={zone} alerts={alerts} />}
        />
      )}
    </section>
  );
}

function marksOf(alerts: readonly Alert[], series: TimelineSeries, lineOf: 'authentic' | 'raw'): AlertMark[] {
  return alerts
    .map((alert) => ({ alert, ms: Date.parse(alert.opened) }))
    .filter(({ ms }) => ms >= series.fromMs && ms <= series.toMs)
    .sort((a, b) => a.ms - b.ms)
    .map(({ alert, ms }) => ({
      ms,
      label: shorten(displayName(alert.title), longestLabel),
      value: valueAt(series, series[lineOf], ms),
      open: alert.closed === null,
    }));
}

interface ReadingProps {
  readonly series: TimelineSeries;
  readonly index: number;
  readonly zone: string;
  readonly alerts: readonly Alert[];
}

function Reading({ series, index, zone, alerts }: ReadingProps) {
  const start = series.startMs[index] ?? 0;
  const authentic = series.authentic[index] ?? null;
  const raw = series.raw[index] ?? null;
  const here = alerts.filter((alert) => {
    const opened = Date.parse(alert.opened);
    return opened >= start && opened < start + series.paneMs;
  });
  if (authentic === null || raw === null) return <>No data before the first event.</>;
  return (
    <>
      <strong>{moment(start, series.toMs, zone, series.paneMs < 60_000)}</strong>
      <dl>
        <dt>Authentic</dt>
        <dd>{count(authentic)}</dd>
        <dt>Left out</dt>
        <dd>{count(raw - authentic)}</dd>
        <dt>Raw</dt>
        <dd>{count(raw)}</dd>
      </dl>
      {here.map((alert) => <div key={alert.id}>{shorten(displayName(alert.title), 60)}</div>)}
    </>
  );
}
