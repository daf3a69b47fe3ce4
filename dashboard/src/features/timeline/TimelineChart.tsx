import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { AlertMark } from './alertMarkers';
import { readChartColors } from './chartColors';
import { timelineOptions, type Hover } from './timelineOptions';
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

const fewPoints = 3;
const tooltipWidth = 200;
const beside = 12;

function toData(series: TimelineSeries, lineOf: Props['lineOf']): uPlot.AlignedData {
  const seconds = series.startMs.map((start) => start / 1000);
  // The line comes last, to be drawn on top. In raw mode it is the suspect part's upper edge itself.
  return lineOf === 'authentic'
    ? [seconds, series.raw, suspectEdge(series), series.authentic]
    : [seconds, series.authentic, series.raw.map(() => null), series.raw];
}

export function TimelineChart({ series, lineOf, marks, zone, label, tooltip }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latestMarks = useRef(marks);
  const [hover, setHover] = useState<Hover | null>(null);
  const data = useMemo(() => toData(series, lineOf), [series, lineOf]);
  const range = useMemo(() => ({ min: series.fromMs / 1000, max: series.toMs / 1000 }), [series.fromMs, series.toMs]);
  // So few make no line that could be seen.
  const few = series.raw.filter((value) => value !== null).length <= fewPoints;
  const latest = useRef({ data, range });

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
    // Drawn before the font has come, the names would keep another font's letters and widths.
    void document.fonts.ready.then(() => {
      if (plot.current === created) created.redraw();
    });
    const resize = new ResizeObserver(() => created.setSize({ width: element.clientWidth, height: element.clientHeight }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      created.destroy();
      plot.current = null;
    };
  }, [zone, few, lineOf]);

  useLayoutEffect(() => {
    latest.current = { data, range };
    latestMarks.current = marks;
    plot.current?.batch(() => {
      plot.current?.setData(data, false);
      plot.current?.setScale('x', range);
    });
  }, [data, range, marks]);

  const content = hover && hover.index < series.startMs.length ? tooltip(hover.index) : null;
  return (
    <div className="timeline-chart">
      <div className="timeline-canvas" ref={box} role="img" aria-label={label} />
      {hover && content && (
        <div
          className="chart-tooltip"
          style={hover.fromRight < tooltipWidth ? { right: hover.fromRight + beside } : { left: hover.x + beside }}
        >
          {content}
        </div>
      )}
    </div>
  );
}
