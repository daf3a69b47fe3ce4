import type uPlot from 'uplot';
import type { ChartColors } from './chartColors';
import { placeLabels } from './markerLayout';

export interface AlertMark {
  readonly ms: number;
  readonly label: string;
  /** Where the line is at that time. */
  readonly value: number | null;
  readonly open: boolean;
}

const rowHeight = 16;

/** Draws the marks over the finished chart: a dotted line, a ring on the curve, a name where there is room. */
export function drawAlertMarks(plot: uPlot, marks: readonly AlertMark[], colors: ChartColors): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const shown = marks.map((mark) => ({ ...mark, x: plot.valToPos(mark.ms / 1000, 'x', true) }));
  ctx.save();
  ctx.font = `600 ${11 * ratio}px ${colors.font}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  const labels = placeLabels(
    shown.map((mark, index) => ({ x: mark.x, label: mark.label, rank: mark.open ? index - shown.length : -index })),
    { left: bbox.left, right: bbox.left + bbox.width, rows: bbox.width / ratio < 480 ? 2 : 3, gap: 6 * ratio },
    (label) => ctx.measureText(label).width,
  );
  const rows = new Map(labels.map((label) => [label.index, label]));
  const topOf = (index: number) => bbox.top + (rows.get(index)?.row ?? 0) * rowHeight * ratio;
  // All lines first: none may cross another's name.
  shown.forEach((mark, index) => drawLine(plot, mark, topOf(index), colors));
  shown.forEach((mark, index) => {
    const label = rows.get(index);
    if (!label) return;
    const top = topOf(index);
    // A backing of the surface keeps grid and lines out of the letters.
    ctx.fillStyle = colors.surface;
    ctx.fillRect(label.left - 2 * ratio, top, label.width + 4 * ratio, 13 * ratio);
    ctx.fillStyle = colors.text;
    ctx.fillText(mark.label, label.left, top + 1 * ratio);
  });
  ctx.restore();
}

function drawLine(plot: uPlot, mark: AlertMark & { x: number }, top: number, colors: ChartColors): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const bottom = mark.value === null ? bbox.top + bbox.height : plot.valToPos(mark.value, 'y', true);
  ctx.strokeStyle = colors.third;
  ctx.lineWidth = ratio;
  ctx.setLineDash([1.5 * ratio, 2.5 * ratio]);
  ctx.beginPath();
  ctx.moveTo(mark.x, Math.min(top, bottom));
  ctx.lineTo(mark.x, bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  if (mark.value === null) return;
  ctx.beginPath();
  ctx.arc(mark.x, bottom, 3.5 * ratio, 0, 2 * Math.PI);
  ctx.fillStyle = colors.surface;
  ctx.fill();
  ctx.strokeStyle = colors.accent;
  ctx.lineWidth = 2 * ratio;
  ctx.stroke();
}
