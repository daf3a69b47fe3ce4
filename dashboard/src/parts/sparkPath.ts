const margin = 1.5;
const dash = 3;

/** An SVG path through the values from lowest to highest; unknown values are gaps. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const step = values.length > 1 ? (width - 2 * margin) / (values.length - 1) : 0;
  const y = (value: number) =>
    range === 0 ? height - margin : height - margin - ((value - low) / range) * (height - 2 * margin);

  let path = '';
  let pen: 'M' | 'L' = 'M';
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const x = margin + index * step;
    // A point between gaps would have no length: a dash.
    const isAlone = pen === 'M' && (values[index + 1] ?? null) === null;
    path += isAlone ? `M${round(x - dash / 2)} ${round(y(value))}h${dash}` : `${pen}${round(x)} ${round(y(value))}`;
    pen = 'L';
  });
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
