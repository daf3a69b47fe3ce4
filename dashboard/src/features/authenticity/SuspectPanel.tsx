import { memo } from 'react';
import type { SuspectReason } from '../../contract';
import { count, exact, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { reasonLabels } from '../../figures/suspect';
import { moment } from '../../figures/time';
import { Link } from '../../parts/Link';
import { Info } from '../../parts/Tip';
import { formatRoute, type CampaignRoute } from '../../store/route';

interface Props {
  readonly reasons: readonly SuspectReason[];
  readonly asOf: string | null;
  readonly zone: string;
}

const definition =
  'Events that the authentic figures leave out, since the start, by the rules that say why. An actor may have been found in another campaign. The raw figures still count them: switch to Raw in the header.';

export function SuspectPanel({ reasons, asOf, zone, route }: Props & { readonly route: CampaignRoute }) {
  const leftOut = reasons.filter((reason) => reason.verdict === 'inauthentic');
  const suspect = reasons.filter((reason) => reason.verdict === 'suspect');
  return (
    <section className="card" aria-labelledby="suspect-title">
      <div className="card-header">
        <h2 id="suspect-title">
          Left out, and why <Info label="Left out" text={definition} />
        </h2>
        <span className="aside">since start · <Link className="link" href={formatRoute({ ...route, section: 'cases' })}>cases</Link></span>
      </div>
      {leftOut.length === 0 ? (
        <p className="note">Nothing is left out: raw and authentic figures are the same.</p>
      ) : (
        <ReasonList reasons={leftOut} asOf={asOf} zone={zone} />
      )}
      {suspect.length > 0 && (
        <>
          <p className="note next">Suspect, and counted like anybody:</p>
          <ReasonList reasons={suspect} asOf={asOf} zone={zone} />
        </>
      )}
    </section>
  );
}

function ReasonList({ reasons, asOf, zone }: Props) {
  return (
    <ul className="feed">
      {reasons.map((reason) => (
        <li key={reason.code}>
          <Reason reason={reason} asOf={asOf} zone={zone} />
        </li>
      ))}
    </ul>
  );
}

const Reason = memo(function Reason({ reason, asOf, zone }: { reason: SuspectReason } & Omit<Props, 'reasons'>) {
  return (
    <article className="reason">
      <div className="reason-head">
        <h3 title={reason.code}>{reasonLabels[reason.code]}</h3>
        <span className="chip warning">confidence {percent(reason.confidence, 0)}</span>
      </div>
      <p>
        <strong title={exact(reason.events, 'events')}>{count(reason.events)}</strong> events by{' '}
        <strong title={exact(reason.actors, 'actors')}>{count(reason.actors)}</strong>{' '}
        {reason.actors === 1 ? 'actor' : 'actors'} <code>{reason.code}</code>
      </p>
      <p>{displayName(reason.rule, '')}</p>
      <details>
        <summary>Whom it may wrong{reason.examples.length > 0 && ', actors with most events'}</summary>
        <p className="note">May be wrong about: {displayName(reason.falsePositives, 'not said')}</p>
        {reason.examples.length > 0 && (
          <ul className="examples">
            {reason.examples.map((example, place) => (
              // Several may have no name: erased, or not known.
              <li key={example.actor || `erased-${place}`}>
                {example.actor === '' ? (
                  <em>no name kept</em>
                ) : (
                  <code title={displayName(example.actor)}>{displayName(example.actor)}</code>
                )}
                <span>{count(example.events)} events</span>
                <span className="note">{span(example.first, example.last, asOf, zone)}</span>
              </li>
            ))}
          </ul>
        )}
      </details>
    </article>
  );
});

function span(first: string, last: string, asOf: string | null, zone: string): string {
  const now = Date.parse(asOf ?? last);
  return `${moment(Date.parse(first), now, zone, true)} – ${moment(Date.parse(last), now, zone, true)}`;
}
