import { moment } from '../figures/time';
import { useNow } from '../store/hooks';
import { serviceStatus } from '../store/serviceStatus';
import { useStore } from '../store/store';
import { Tip } from './Tip';

const meaning =
  'Redis, the fast way for figures, can’t be reached. They come from Kafka’s log instead: complete and current. This goes away by itself when Redis is back.';

/** Says that figures come another way than usual, or stand still; goes away alone. */
export function DegradedBadge({ zone }: { zone: string }) {
  const awaySince = useStore(serviceStatus, (status) => (status?.redis.state === 'away' ? status.redis.sinceMs : undefined));
  const refusal = useStore(serviceStatus, (status) => status?.refusal ?? null);
  return (
    <>
      {refusal !== null && (
        <Badge name="refused" text="no input is taken" meaning={refusal.reason} sinceMs={refusal.sinceMs} zone={zone} />
      )}
      {awaySince !== undefined && (
        <Badge name="degraded" text="live from the log: Redis is away" meaning={meaning} sinceMs={awaySince} zone={zone} />
      )}
    </>
  );
}

interface BadgeProps {
  readonly name: string;
  readonly text: string;
  readonly meaning: string;
  readonly sinceMs: number | null;
  readonly zone: string;
}

function Badge({ name, text, meaning: why, sinceMs, zone }: BadgeProps) {
  const now = useNow(60_000);
  return (
    <Tip text={why}>
      {(trigger) => (
        <button type="button" className="chip warning plain" data-testid={name} {...trigger}>
          {text}{sinceMs !== null && ` since ${moment(sinceMs, now, zone)}`}
        </button>
      )}
    </Tip>
  );
}
