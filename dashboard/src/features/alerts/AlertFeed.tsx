import type { Alert } from '../../contract';
import { displayName } from '../../figures/names';
import { duration, fullMoment, moment } from '../../figures/time';
import { Link } from '../../parts/Link';
import { anchorOf, useAnchored } from '../../store/anchor';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { useHeldOrder } from '../../tables/heldOrder';
import { AlertDetails } from './AlertDetails';
import { AlertDecisions } from './AlertDecisions';
import { isOpen, usePlaces, type Places } from './places';

const nowhere: Places = new Map();

/** Open ones first, then the newest; those that were decided here keep their part of the list. */
export function sortAlerts(alerts: readonly Alert[], places = nowhere): Alert[] {
  const part = (alert: Alert) => Number(places.get(alert.id) ?? isOpen(alert));
  return [...alerts].sort((a, b) => part(b) - part(a) || Date.parse(b.opened) - Date.parse(a.opened));
}

export const openAlerts = (alerts: readonly Alert[]): number => alerts.filter(isOpen).length;

export function OpenCount({ count }: { count: number }) {
  return <span className={count > 0 ? 'count bad' : 'count'}>{count} open</span>;
}

const severityWords: Record<Alert['severity'], string> = { good: 'Good', warning: 'Warning', bad: 'Problem' };

const ruleWords: Record<Alert['rule'], string> = {
  'engagement-spike': 'engagement spike',
  'ctr-drop': 'CTR drop',
  'no-activity': 'no activity',
  'suspect-share': 'suspect share',
  'engagement-drop': 'engagement drop',
  'click-spike': 'click spike',
  'click-drop': 'click drop',
  'ctr-rise': 'CTR rise',
  'conversion-spike': 'conversion spike',
  'conversion-drop': 'conversion drop',
  'mention-spike': 'mention spike',
  'cpa-above': 'CPA limit',
};

interface Props {
  readonly route: CampaignRoute;
  readonly alerts: readonly Alert[];
  /** How many are shown: open ones first, then the newest. */
  readonly most: number;
  /** What "ago" is counted from: the data-as-of time, since alerts live in event time. */
  readonly asOf: string | null;
  readonly zone: string;
}

export function AlertFeed({ route, alerts, most, asOf, zone }: Props) {
  const [places, keepPlace] = usePlaces();
  const { ordered, pointer } = useHeldOrder(route.campaign, sortAlerts(alerts, places).slice(0, most), ({ id }) => id);
  return (
    <ul className="feed" {...pointer}>
      {ordered.map((alert) => (
        <li key={alert.id}>
          <AlertItem route={route} alert={alert} asOf={asOf} zone={zone} onDecided={keepPlace} />
        </li>
      ))}
    </ul>
  );
}

interface ItemProps extends Omit<Props, 'alerts' | 'most'> {
  readonly alert: Alert;
  /** Somebody pressed a decision: told before figures can follow. */
  readonly onDecided: (alert: Alert) => void;
}

function AlertItem({ route, alert, asOf, zone, onDecided }: ItemProps) {
  const [element, isNamed] = useAnchored<HTMLElement>(alert.id);
  const opened = Date.parse(alert.opened);
  // Silence goes on after the last event.
  const now = Math.max(opened, asOf === null ? opened : Date.parse(asOf), Date.parse(alert.updated));
  return (
    <article ref={element} className={`alert ${alert.severity}${alert.muted === null ? '' : ' muted'}${isNamed ? ' named' : ''}`} data-testid="alert" data-alert={alert.id}>
      <div className="alert-head">
        <h3 className="alert-title">{displayName(alert.title)}</h3>
        <Link href={formatRoute({ ...route, section: 'alerts' }) + anchorOf(alert.id)} title="Link to this alert"><time dateTime={alert.opened} title={fullMoment(opened, zone)}>{duration(now - opened)}</time></Link>
      </div>
      <p>{displayName(alert.text, '')}</p>
      <AlertDetails alert={alert} />
      <div className="alert-foot">
        <span className={`chip ${alert.severity}`}>{severityWords[alert.severity]}</span>
        {alert.muted !== null && <span className="chip">Muted</span>}
        <span>{ruleWords[alert.rule]} · {status(alert, now, zone)}</span>
      </div>
      <AlertDecisions alert={alert} campaign={route.campaign} now={now} zone={zone} onDecided={onDecided} />
    </article>
  );
}

/** Repeats are one alert: what it shows may be of hours after it opened. */
const apart = 15 * 60_000;

function status(alert: Alert, now: number, zone: string): string {
  const opened = Date.parse(alert.opened);
  const closed = alert.closed === null ? null : Date.parse(alert.closed);
  const lasts = closed === null ? `open since ${moment(opened, now, zone)}` : `closed ${moment(closed, now, zone)} after ${duration(closed - opened)}`;
  // A service that is older than this page doesn't say.
  const worst = Date.parse(alert.worst ?? alert.opened);
  return worst - opened > apart ? `${lasts}, strongest ${moment(worst, now, zone)}` : lasts;
}
