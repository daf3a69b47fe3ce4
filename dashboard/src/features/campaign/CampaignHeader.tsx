import { windowIds, type Campaign, type Mode, type State, type WindowId } from '../../contract';
import { count } from '../../figures/format';
import { displayName } from '../../figures/names';
import { dateRange, progress } from '../../figures/time';
import { Segmented } from '../../parts/Segmented';
import { Tip } from '../../parts/Tip';
import { useNow } from '../../store/hooks';
import { navigate } from '../../store/navigation';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { windowLabels } from '../../tables/figureColumns';
import { ConnectionState } from '../shell/ConnectionState';
import { PauseButton } from '../shell/PauseButton';

interface Props {
  readonly campaign: Campaign | null;
  readonly state: State | null;
  readonly route: CampaignRoute;
  readonly zone: string;
}

const windowTitles: Record<WindowId, string> = {
  '15m': 'The last 15 minutes of data (key 1)',
  '1h': 'The last hour of data (key 2)',
  '24h': 'The last 24 hours of data (key 3)',
  all: 'Everything since the start (key 4)',
};

const modeChoices: { value: Mode; label: string; title: string }[] = [
  { value: 'authentic', label: 'Authentic', title: 'Without what is inauthentic (key A)' },
  { value: 'raw', label: 'Raw', title: 'Every accepted event (key R)' },
];

const setUpHint =
  'This campaign is known from events only. Post a catalog entry of kind “campaign” with its name, dates, currency and time zone to give it a name, a calendar and costs.';

/** Pages that show the same whatever the window, and whoever counts. */
const withoutView: ReadonlySet<CampaignRoute['section']> = new Set(['alerts', 'cases', 'customers', 'probable']);

export function CampaignHeader({ campaign, state, route, zone }: Props) {
  const hasView = !withoutView.has(route.section);
  const show = (change: Partial<CampaignRoute>) => navigate(formatRoute({ ...route, ...change }), 'replace');
  return (
    <>
      <header className="page-header">
        <div className="page-title">
          <h1 title={route.campaign}><bdi>{displayName(campaign?.name ?? route.campaign)}</bdi></h1>
          {campaign ? <Summary campaign={campaign} asOf={state?.asOf ?? null} zone={zone} /> : <p>&nbsp;</p>}
        </div>
        <div className="page-tools">
          <ConnectionState state={state} zone={zone} />
          {hasView && <Segmented
            label="Window"
            value={route.window}
            onChange={(window) => show({ window })}
            choices={windowIds.map((value) => ({ value, label: windowLabels[value], title: windowTitles[value] }))}
          />}
          {hasView && <Segmented label="Which events count" value={route.mode} onChange={(mode) => show({ mode })} choices={modeChoices} />}
          <PauseButton />
        </div>
      </header>
      {state && state.badges.length > 0 && (
        <div className="badges" data-testid="badges">
          {state.badges.map((badge) => (
            <span key={badge.code} className="chip warning" title={badge.code}>{displayName(badge.text, badge.code)}</span>
          ))}
        </div>
      )}
    </>
  );
}

function Summary({ campaign, asOf, zone }: { campaign: Campaign; asOf: string | null; zone: string }) {
  const clock = useNow(60_000);
  const now = asOf === null ? clock : Date.parse(asOf);
  const parts = [
    dateRange(campaign, now),
    progress(campaign, now, zone),
    `${count(campaign.creators)} ${campaign.creators === 1 ? 'creator' : 'creators'}`,
    zone,
  ].filter((part) => part !== null);
  return (
    <p>
      {!campaign.configured && (
        <Tip text={setUpHint}>
          {(trigger) => <button type="button" className="chip warning plain" {...trigger}>not set up</button>}
        </Tip>
      )}
      {parts.join(' · ')}
    </p>
  );
}
