import { silence } from '../../figures/condition';
import { moment } from '../../figures/time';
import { Tip } from '../../parts/Tip';
import { useNow } from '../../store/hooks';
import { serviceStatus } from '../../store/serviceStatus';
import { useStore } from '../../store/store';

const meaning =
  'Redis, the fast way for figures, can’t be reached. They come from Kafka’s log instead: complete and current. This goes away by itself when Redis is back.';

const texts = {
  starting: 'figures are not complete yet',
  behind: 'figures are behind',
  stalled: 'figures stand still',
} as const;

/** Why figures are not what they should be, or come another way than usual; each goes away alone. */
export function DegradedBadges({ zone }: { zone: string }) {
  const told = useStore(serviceStatus, (value) => value);
  if (told === 'asked') return null;
  if (told === 'silent') {
    return <Badge name="silent" text="not known to be live" meaning={silence} sinceMs={null} zone={zone} />;
  }
  const { figures, refusal, redis } = told;
  return (
    <>
      {figures.state !== 'live' && (
        <Badge
          name="figures"
          text={texts[figures.state]}
          meaning={figures.reason ?? ''}
          sinceMs={figures.sinceMs}
          zone={zone}
        />
      )}
      {refusal !== null && (
        <Badge name="refused" text="no input is taken" meaning={refusal.reason} sinceMs={refusal.sinceMs} zone={zone} />
      )}
      {redis.state === 'away' && (
        <Badge name="degraded" text="live from the log: Redis is away" meaning={meaning} sinceMs={redis.sinceMs} zone={zone} />
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
