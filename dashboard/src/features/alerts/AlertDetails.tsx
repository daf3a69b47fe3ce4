import type { Alert } from '../../contract';
import { count, percent } from '../../figures/format';
import { countryName, displayName, platformName, shorten } from '../../figures/names';

const longestName = 40;
const doubtful = 0.25;
const dimensions = ['creator', 'content', 'platform', 'country'] as const;

/** What stands below the sentence of an alert: expected band, drivers, suspect share, what could be done. */
export function AlertDetails({ alert }: { alert: Alert }) {
  return (
    <>
      <Band alert={alert} />
      <Drivers alert={alert} />
      {alert.suspectShare !== null && alert.rule !== 'suspect-share' && (
        <p className="alert-detail">
          <span className="alert-label">Left out</span>
          <span className={alert.suspectShare >= doubtful ? 'chip bad' : undefined}>{percent(alert.suspectShare, 1)}</span>
          {' of its activity'}
        </p>
      )}
      <p className="alert-detail alert-hung">
        <span className="alert-label">Do</span>
        {alert.action}
      </p>
    </>
  );
}

/** What came, beside the band of what was to be expected: only a detector knows one. */
function Band({ alert: { observed, expected, low, high, metric } }: { alert: Alert }) {
  if (observed === null || expected === null || low === null || high === null) return null;
  const written = metric === 'ctr' || metric === 'suspectShare' ? (value: number) => percent(value, 1) : count;
  const end = Math.max(observed, high) * 1.05;
  const at = (value: number) => `${((value / end) * 100).toFixed(1)}%`;
  const text = `${written(observed)} came; ${written(expected)} expected, ${written(low)} to ${written(high)} usual`;
  return (
    <div className="band" role="img" aria-label={text} title={text}>
      <span className="band-usual" style={{ left: at(low), width: at(high - low) }} />
      <span className="band-expected" style={{ left: at(expected) }} />
      <span className="band-observed" style={{ left: at(observed) }} />
    </div>
  );
}

/** What explains a part of an alert, in words; names come from outside. */
export function nameOf({ dimension, id, name }: Alert['drivers'][number]): string {
  if (dimension === 'platform') return platformName(name);
  if (dimension === 'country') return countryName(id);
  return shorten(displayName(name, displayName(id)), longestName);
}

/** Where others moved the other way meanwhile, one alone comes to more than the whole change. */
export function shareOf({ share }: Pick<Alert['drivers'][number], 'share'>): string {
  return share >= 1 ? 'all of it' : percent(share, 0);
}

function Drivers({ alert }: { alert: Alert }) {
  const groups = dimensions
    .map((dimension) => ({ dimension, of: alert.drivers.filter((driver) => driver.dimension === dimension) }))
    .filter(({ of }) => of.length > 0);
  if (groups.length === 0) return null;
  return (
    <p className="alert-detail alert-hung">
      <span className="alert-label">Driven by</span>
      <span className="driver-groups">
        {groups.map(({ dimension, of }) => (
          <span key={dimension} className="drivers" title={`Share of the change that each ${dimension} explains`}>
            {of.map((driver) => (
              <span key={driver.id} className="driver">
                <bdi>{nameOf(driver)}</bdi>
                {' '}
                <small>{shareOf(driver)}</small>
              </span>
            ))}
          </span>
        ))}
      </span>
    </p>
  );
}
