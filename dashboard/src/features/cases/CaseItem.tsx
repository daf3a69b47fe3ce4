import { memo, useId, type ReactNode } from 'react';
import type { CaseRow } from '../../contract';
import { displayName, platformName } from '../../figures/names';
import { fullMoment, moment } from '../../figures/time';
import { Link } from '../../parts/Link';
import { Name } from '../../parts/Name';
import { anchorOf, useAnchored } from '../../store/anchor';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { CaseActors, type Overrides } from './CaseActors';
import { CaseEvidence } from './CaseEvidence';
import { CounterFacts, Facts, OrderFacts } from './CaseFacts';
import { DecisionNote } from './DecisionNote';
import { aboutCase, once, useStanding, type Decided } from './useDecisions';
import { appearances, caseLabels, confidenceText, decisions, effectOf, isOfGroup, isOfOrders, nameOf, statuses, type Strength } from './words';

interface Props {
  readonly row: CaseRow;
  /** Of the creator that it is about, or of its content. */
  readonly creator: string | null;
  readonly creatorName: string | null;
  readonly strength: Strength;
  readonly route: CampaignRoute;
  readonly zone: string;
  readonly decided: Decided;
  readonly overrides: Overrides;
  readonly mayDecide: boolean;
}

export const CaseItem = memo(function CaseItem(props: Props) {
  const { row, strength, route, zone, decided, overrides, mayDecide } = props;
  const title = useId();
  const [element, isNamed] = useAnchored<HTMLElement>(row.id);
  const label = caseLabels[row.code];
  return (
    <article ref={element} className={`case ${row.status}${isNamed ? ' named' : ''}`} aria-labelledby={title} data-testid="case" data-case={row.id} data-status={row.status}>
      <div className="case-head">
        <h3 id={title} title={row.code}>{label}</h3>
        <span className="order-state">
          <span className="chip">confidence {confidenceText(row.confidence)}</span>
          <span className={`chip ${isOfGroup(row) ? statuses[row.status].tone : ''}`}>{isOfGroup(row) ? statuses[row.status].label : 'single actors'}</span>
        </span>
      </div>
      <p className="case-about"><Whom {...props} /> <Link className="note" href={formatRoute({ ...route, section: 'cases' }) + anchorOf(row.id)} title="Link to this case"><Period row={row} zone={zone} /></Link></p>
      <p className="case-seen">{appearances[row.code]}</p>
      {row.counter ? <CounterFacts row={row} counter={row.counter} /> : isOfOrders(row) ? <OrderFacts row={row} /> : <Facts row={row} strength={strength} />}
      {isOfGroup(row) && <Decisions row={row} label={label} zone={zone} decided={decided} mayDecide={mayDecide} />}
      <details>
        <summary>Why, whom it may wrong, {row.counter || isOfOrders(row) ? 'what it rests on' : `who${isOfGroup(row) ? '' : ': decide here'}`}</summary>
        <div className="case-why">
          {row.counter && <p><strong>Here</strong> {displayName(row.counter.why, '')}</p>}
          <p><strong>Rule</strong> {displayName(row.rule, '')}</p>
          <p><strong>May be wrong about</strong> {displayName(row.falsePositives, 'not said')}</p>
          {row.counter
            ? <p>The platform names nobody, so it is about a part of a counter, and nobody’s events are left out.</p>
            : isOfOrders(row)
              ? <p>The buyers are honest, and nobody’s events are left out.{row.code === 'click-injection' && ' Where it is confirmed, the clicks get no credit.'}</p>
              : <CaseActors row={row} decided={decided} overrides={overrides} mayDecide={mayDecide} />}
          <CaseEvidence row={row} label={label} campaign={route.campaign} />
        </div>
      </details>
    </article>
  );
});

/** Who decided, and when: older releases stored neither. */
function LastWord({ row, zone }: Pick<Props, 'row' | 'zone'>) {
  const { decidedBy, decidedAt } = row;
  if (row.status === 'open' || !decidedBy) return null;
  const at = decidedAt ? Date.parse(decidedAt) : null;
  return (
    <span className="note">
      by <bdi>{displayName(decidedBy)}</bdi>
      {at !== null && <>, <time dateTime={decidedAt!} title={fullMoment(at, zone)}>{moment(at, 0, zone)}</time></>}
    </span>
  );
}

function Whom({ row, creator, creatorName, route }: Props): ReactNode {
  if (row.content !== null) {
    return <Name name={row.content} id={row.content} aside={creatorName} href={formatRoute({ ...route, section: 'content', creator })} />;
  }
  if (row.code === 'leaked-code') {
    return <Name name={creatorName ?? creator ?? ''} id={creator ?? ''} aside={row.examples[0] ?? null} href={formatRoute({ ...route, section: 'orders', creator: null })} />;
  }
  if (creator === null) return <strong>{isOfGroup(row) ? 'Several creators' : 'Whole campaign'}</strong>;
  const aside = row.platform === null || row.counter ? null : platformName(row.platform);
  return <Name name={creatorName ?? creator} id={creator} aside={aside} href={formatRoute({ ...route, section: 'content', creator })} />;
}

function Period({ row, zone }: { readonly row: CaseRow; readonly zone: string }) {
  const [from, to] = [Date.parse(row.from), Date.parse(row.to)];
  return (
    <time dateTime={row.from} title={`${fullMoment(from, zone)} to ${fullMoment(to, zone)}`}>
      {moment(from, 0, zone)} – {moment(to, from, zone)}
    </time>
  );
}

const written = { confirmed: 'Confirmed', dismissed: 'Dismissed', escalated: 'Escalated', none: 'Open again' };

function Decisions({ row, label, zone, decided, mayDecide }: Pick<Props, 'row' | 'zone' | 'decided' | 'mayDecide'> & { readonly label: string }) {
  const about = aboutCase(row.id);
  const shown = row.status === 'open' ? 'none' : row.status;
  const said = useStanding(about, decided, shown);
  return (
    <div className="case-decisions" role="group" aria-label={`Decide: ${nameOf(label, row)}`}>
      {decisions.map(({ value, label: verb }) => (
        <button
          key={value}
          type="button"
          className="button"
          aria-pressed={said === value}
          disabled={!mayDecide}
          aria-describedby={mayDecide ? undefined : 'cases-no-right'}
          title={mayDecide ? (said === value ? 'Press again to open it again' : effectOf(row, value)) : 'This key lacks the right decide'}
          onClick={once(() => decided.send(about, said === value ? 'none' : value, said, shown))}
        >
          {verb}
        </button>
      ))}
      <DecisionNote about={about} decided={decided} shown={shown} words={written} />
      <LastWord row={row} zone={zone} />
    </div>
  );
}
