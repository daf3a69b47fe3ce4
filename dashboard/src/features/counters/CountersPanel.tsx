import type { ViewFigures } from '../../contract';
import { counterText, counterTitle, sortCounters } from '../../figures/counters';
import { displayName, platformName } from '../../figures/names';
import { Info } from '../../parts/Tip';

interface Props {
  readonly accounts: ViewFigures['overview']['counters'];
  readonly zone: string;
}

const definition =
  'Totals that the platforms themselves report for an account, and the change since the reading before. They are never added to own tracking; one that a platform doesn’t report is absent, not zero. “41K of 45K” means that 41K are authentic: the rest is held to be bought, as Cases says.';

export function CountersPanel({ accounts, zone }: Props) {
  if (accounts.length === 0) return null;
  return (
    <section className="card" aria-labelledby="counters-title">
      <div className="card-header">
        <h2 id="counters-title">
          Platform counters <Info label="Platform counters" text={definition} />
        </h2>
      </div>
      <ul className="feed">
        {accounts.map(({ account, platform, counters }) => (
          <li key={`${account} ${platform}`}>
            <strong><bdi>{displayName(account)}</bdi></strong> <span className="note">{platformName(platform)}</span>
            <ul className="counters">
              {sortCounters(counters).map(([name, counter]) => (
                <li key={name} title={counterTitle(counter, zone)}>
                  <span>{displayName(name)}</span> {counterText(counter)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
