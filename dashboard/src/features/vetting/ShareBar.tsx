import type { Share } from '../../contract/vetting';
import { exact, percent } from '../../figures/format';
import { Whisker } from '../attribution/Whisker';
import { intervalText } from './words';

/** A share of 0 to 1: the point on its interval, and both in figures. */
export function ShareBar({ share }: { readonly share: Share }) {
  return (
    <span className="vet-share" title={`${exact(share.count, '')} of ${exact(share.of, '')}; 95 % interval ${intervalText(share)}`}>
      <Whisker value={share.value} interval={share} end={1} />
      <span>{percent(share.value, 1)}</span>
      <small>{intervalText(share)}</small>
    </span>
  );
}
