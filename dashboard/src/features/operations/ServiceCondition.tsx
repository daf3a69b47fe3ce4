import type { Operations } from '../../contract/operations';
import type { Tone } from '../../figures/condition';
import { duration, fullMoment, moment } from '../../figures/time';
import { findings, wellText, type Finding } from './operations';

const words: Record<Tone, string> = { good: 'Well', warning: 'Degraded', bad: 'Problem' };

/** In plain words: all is well, or what is wrong and since when. Read aloud when it changes. */
export function ServiceCondition({ operations, zone }: { operations: Operations; zone: string }) {
  const found = findings(operations);
  const tone = found[0]?.tone ?? 'good';
  return (
    <section className="card condition" aria-label="Condition of the service" data-testid="condition" data-tone={tone}>
      <span className={`chip ${tone}`}>{words[tone]}</span>
      <ul role="status">
        {found.length === 0 && <li>{wellText(operations)}</li>}
        {found.map((finding) => (
          <li key={finding.text}>
            {finding.text}
            <Since finding={finding} now={operations.timeMs} zone={zone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Since({ finding: { sinceMs }, now, zone }: { finding: Finding; now: number; zone: string }) {
  if (sinceMs === null) return null;
  return (
    <span className="since" title={fullMoment(sinceMs, zone)}>
      {' '}· since {moment(sinceMs, now, zone, true)} ({duration(now - sinceMs)})
    </span>
  );
}
