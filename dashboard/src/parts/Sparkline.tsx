import { memo } from 'react';
import { sparkPath } from './sparkPath';

interface Props {
  readonly values: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
}

/** Shape only: the figure it belongs to stands beside it, so it is hidden from screen readers. */
export const Sparkline = memo(function Sparkline({ values, width, height }: Props) {
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(values, width, height)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
});
