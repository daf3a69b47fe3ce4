import type { Interval } from './credits';

interface Props {
  readonly value: number;
  readonly interval: Interval;
  /** Where the scale ends that all rows share; it begins at 0. */
  readonly end: number;
}

/** A point and how far it may be off: shape only, the figures stand beside it. */
export function Whisker({ value, interval, end }: Props) {
  const at = (figure: number) => `${(100 * Math.max(0, Math.min(1, figure / end))).toFixed(1)}%`;
  return (
    <svg className="whisker" aria-hidden="true">
      <line className="whisker-zero" x1="0" x2="0" y1="1" y2="13" />
      <line className="whisker-line" x1={at(interval.low)} x2={at(interval.high)} y1="7" y2="7" />
      <circle className="whisker-point" cx={at(value)} cy="7" r="3" />
    </svg>
  );
}
