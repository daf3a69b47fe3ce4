const margin = 1.5;

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
    path += `${pen}${round(margin + index * step)} ${round(y(value))}`;
    // A point between gaps: the round end of a line without length.
    if (pen === 'M' && (values[index + 1] ?? null) === null) path += 'h0';
    pen = 'L';
  });
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
