/** The tokens of the theme in force: a canvas can't use custom properties itself. */
export interface ChartColors {
  readonly accent: string;
  readonly suspect: string;
  readonly suspectFill: string;
  readonly line: string;
  readonly text: string;
  readonly third: string;
  readonly surface: string;
  readonly font: string;
}

export function readChartColors(): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    accent: token('--series-1'),
    suspect: token('--suspect'),
    suspectFill: token('--suspect-fill'),
    line: token('--line-faint'),
    text: token('--text'),
    third: token('--text-third'),
    surface: token('--surface'),
    font: '"Inter Variable", system-ui, sans-serif',
  };
}

/** Diagonal stripes: the suspect part differs from the line by its texture, not only by its colour. */
export function stripes(colors: ChartColors): CanvasPattern | string {
  const size = 6 * devicePixelRatio;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (!context) return colors.suspectFill;
  context.fillStyle = colors.suspectFill;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = colors.suspect;
  context.lineWidth = 1.4 * devicePixelRatio;
  context.beginPath();
  // Three strokes, so that the corners of neighbouring tiles meet.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? colors.suspectFill;
}
