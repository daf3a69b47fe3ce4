import type { AudienceGroup, ReportedReach } from '../../contract';
import { count, exact, percent } from '../../figures/format';
import { Info } from '../../parts/Tip';
import type { View } from '../../tables/figureColumns';
import { duplication, explain, range } from './overlap';

interface Props {
  readonly creators: AudienceGroup;
  readonly platforms: AudienceGroup;
  readonly reported: ReportedReach | null;
  readonly view: View;
}

/** How many people there are behind all that is counted. */
export function ReachCards({ creators, platforms, reported, view }: Props) {
  const ofCreators = view.mode === 'raw' ? creators.raw : creators.totals;
  const ofPlatforms = view.mode === 'raw' ? platforms.raw : platforms.totals;
  return (
    <div className="kpis in-four">
      <Card
        id="reach-creators"
        label="People, all creators"
        definition="Deduplicated reach: distinct people who met any creator of the campaign, exactly, by own tracking. Below it the sum of the creators’ reach, in which whoever met several is counted for each. Of all time."
        value={count(ofCreators.reach)}
        title={exact(ofCreators.reach, 'people')}
        note={`${count(ofCreators.sum)} added up`}
      />
      <Card
        id="reach-again"
        label="Met again"
        definition="Which part of the creators’ reach added up is people who were counted for another creator already: 1 − people ÷ sum. The rest below it: people who met one creator alone."
        value={percent(duplication(ofCreators.reach, ofCreators.sum), 1)}
        title={exact(ofCreators.sum - ofCreators.reach, 'times')}
        note={`${count(ofCreators.alone)} met one creator alone`}
      />
      <Card
        id="reach-platforms"
        label="People, all platforms"
        definition="Deduplicated reach across platforms: distinct people who met content on any platform, exactly, by own tracking. Below it the sum of the platforms’ reach. Of all time."
        value={count(ofPlatforms.reach)}
        title={exact(ofPlatforms.reach, 'people')}
        note={`${count(ofPlatforms.sum)} added up`}
      />
      <Reported of={reported} />
    </div>
  );
}

function Reported({ of }: { readonly of: ReportedReach | null }) {
  const definition =
    'How many people are behind the reach that platforms report of content items. Platforms report totals without ids, so this is an estimate, and never added to own tracking. Certain is only the range: at least the largest item’s reach, at most all added up.';
  if (of === null) {
    return <Card id="reach-reported" label="People, as platforms report" definition={`${definition} No platform reports any yet.`} value="–" title="not known" note="no reach reported" />;
  }
  const interval = of.low !== null && of.high !== null ? `${range(of.low, of.high)} with 95 %` : null;
  return (
    <Card
      id="reach-reported"
      label="People, as platforms report"
      definition={`${definition} ${explain(of)}`}
      value={of.people === null ? range(of.least, of.most) : `${of.least === of.most ? '' : '≈ '}${count(of.people)}`}
      title={of.people === null ? 'no estimate' : exact(of.people, 'people')}
      note={of.people === null ? 'certain range, no estimate' : (interval ?? `certain: ${range(of.least, of.most)}`)}
    />
  );
}

interface CardProps {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly value: string;
  readonly title: string;
  readonly note: string;
}

function Card({ id, label, definition, value, title, note }: CardProps) {
  return (
    <section className="card kpi" aria-label={label} data-tip-frame>
      <div className="kpi-label">
        {label}
        <Info label={label} text={definition} />
      </div>
      <div className="kpi-value" data-testid={`kpi-${id}`} title={title}>{value}</div>
      <div className="kpi-note" title={note}>{note}</div>
    </section>
  );
}
