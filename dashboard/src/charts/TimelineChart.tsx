import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { theme } from '../store/theme';
import { useStore } from '../store/store';
import type { AlertMark } from './alertMarkers';
import { readChartColors } from './chartColors';
import { timelineOptions } from './timelineOptions';
import { suspectEdge, type TimelineSeries } from './timelineSeries';

interface Props {
  readonly series: TimelineSeries;
  /** `raw` draws the line along the top of the suspect part. */
  readonly lineOf: 'authentic' | 'raw';
  readonly marks: readonly AlertMark[];
  readonly zone: string;
  readonly label: string;
  readonly tooltip: (index: number) => React.ReactNode;
}

interface Hover {
  readonly index: number;
  readonly left: number;
}

const fewPoints = 3;
const tooltipWidth = 190;

function toData(series: TimelineSeries, lineOf: Props['lineOf']): uPlot.AlignedData {
  const seconds = series.startMs.map((start) => start / 1000);
  // The band lies between the first two: in raw mode the line itself is its upper edge.
  return lineOf === 'authentic'
    ? [seconds, series.authentic, series.raw, suspectEdge(series)]
    : [seconds, series.raw, series.authentic, series.raw.map(() => null)];
}

export function TimelineChart({ series, lineOf, marks, zone, label, tooltip }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latestMarks = useRef(marks);
  const [hover, setHover] = useState<Hover | null>(null);
  const shade = useStore(theme, (value) => value);
  const data = useMemo(() => toData(series, lineOf), [series, lineOf]);
  const range = useMemo(() => ({ min: series.fromMs / 1000, max: series.toMs / 1000 }), [series.fromMs, series.toMs]);
  const few = series.startMs.length <= fewPoints;
  const latest = useRef({ data, range });
  latest.current = { data, range };

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const created = new uPlot(
      timelineOptions({
        width: element.clientWidth,
        height: element.clientHeight,
        zone,
        fewPoints: few,
        suspectBelow: lineOf === 'raw',
        colors: readChartColors(),
        marks: () => latestMarks.current,
        hover: setHover,
      }),
      latest.current.data,
      element,
    );
    created.setScale('x', latest.current.range);
    plot.current = created;
    const resize = new ResizeObserver(() => created.setSize({ width: element.clientWidth, height: element.clientHeight }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      created.destroy();
      plot.current = null;
    };
  }, [zone, few, lineOf, shade]);

  useLayoutEffect(() => {
    latestMarks.current = marks;
    plot.current?.batch(() => {
      plot.current?.setData(data, false);
      plot.current?.setScale('x', range);
    });
  }, [data, range, marks]);

  const width = box.current?.clientWidth ?? 0;
  const content = hover && hover.index < series.startMs.length ? tooltip(hover.index) : null;
  return (
    <div className="timeline-chart">
      <div className="timeline-canvas" ref={box} role="img" aria-label={label} />
      {hover && content && (
        <div
          className="chart-tooltip"
          style={hover.left + tooltipWidth > width ? { right: width - hover.left + 12 } : { left: hover.left + 12 }}
        >
          {content}
        </div>
      )}
    </div>
  );
}
