export interface Marker {
  readonly x: number;
  readonly label: string;
  /** Who gets a label first when there isn't room for all. */
  readonly rank: number;
}

export interface PlacedLabel {
  readonly index: number;
  readonly left: number;
  readonly row: number;
  readonly width: number;
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly rows: number;
  readonly gap: number;
}

/**
 * Places labels beside their markers, in as few rows as possible, inside the bounds and clear of one
 * another. What finds no room stays a marker without a label: its name is in the alert list.
 */
export function placeLabels(
  markers: readonly Marker[],
  bounds: Bounds,
  widthOf: (label: string) => number,
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const order = markers.map((_, index) => index).sort((a, b) => rankOf(markers, a) - rankOf(markers, b));
  for (const index of order) {
    const marker = markers[index];
    if (!marker) continue;
    const width = widthOf(marker.label);
    const sides = [marker.x - bounds.gap - width, marker.x + bounds.gap]
      .filter((left) => left >= bounds.left && left + width <= bounds.right);
    const spot = firstFree(sides, width, bounds, placed);
    if (spot) placed.push({ index, ...spot, width });
  }
  return placed;
}

const rankOf = (markers: readonly Marker[], index: number): number => markers[index]?.rank ?? 0;

function firstFree(
  sides: readonly number[],
  width: number,
  bounds: Bounds,
  placed: readonly PlacedLabel[],
): { left: number; row: number } | null {
  for (let row = 0; row < bounds.rows; row += 1) {
    for (const left of sides) {
      const clear = placed.every((other) =>
        other.row !== row || left + width + bounds.gap <= other.left || other.left + other.width + bounds.gap <= left);
      if (clear) return { left, row };
    }
  }
  return null;
}
