import { moment } from '../figures/time';
import { useNow } from '../store/hooks';
import { serviceStatus } from '../store/serviceStatus';
import { useStore } from '../store/store';
import { Tip } from './Tip';

const meaning =
  'Redis, the fast way for figures, can’t be reached. They come from Kafka’s log instead: complete and current. This goes away by itself when Redis is back.';

/** Says that figures come another way than usual; goes away alone. */
export function DegradedBadge({ zone }: { zone: string }) {
  const since = useStore(serviceStatus, (status) => (status?.redis.state === 'away' ? status.redis.sinceMs : undefined));
  const now = useNow(60_000);
  if (since === undefined) return null;
  return (
    <Tip text={meaning}>
      {(trigger) => (
        <button type="button" className="chip warning plain" data-testid="degraded" {...trigger}>
          live from the log: Redis is away{since !== null && ` since ${moment(since, now, zone)}`}
        </button>
      )}
    </Tip>
  );
}
