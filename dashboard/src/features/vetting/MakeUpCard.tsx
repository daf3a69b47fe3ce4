import type { MakeUp } from '../../contract/vetting';
import { count, exact, percent } from '../../figures/format';
import { Info } from '../../parts/Tip';
import { figuresOf, intervalText, valueLabel, type Figure } from './words';

/** Who is in the sample, by country, platform and so on, as far as it is known. */
export function MakeUpCard({ makeUp }: { readonly makeUp: readonly MakeUp[] }) {
  return (
    <section className="card" aria-labelledby="vet-make-up">
      <div className="card-header">
        <h2 id="vet-make-up">
          Make-up
          <Info label="Make-up" text="Shares are of what is known, with 95 % intervals that take the sample for a random one. Countries are of accounts, platforms, kinds and hours of engagements, languages and sentiment of comments." />
        </h2>
      </div>
      <div className="vet-figures">{figuresOf(makeUp).map((figure) => <Bars key={figure.id} figure={figure} />)}</div>
    </section>
  );
}

function Bars({ figure }: { readonly figure: Figure }) {
  return (
    <section aria-label={figure.label}>
      <h3>{figure.label}</h3>
      {figure.known.length > 0 && (
        <ul className="vet-bars">
          {figure.known.map(({ value, share }) => (
            <li key={value} title={`${exact(share.count, '')} of ${exact(share.of, '')}; 95 % interval ${intervalText(share)}`}>
              <bdi>{valueLabel(figure.id, value)}</bdi>
              <span className="share-bar" aria-hidden="true"><span style={{ width: `${100 * share.value}%` }} /></span>
              <span>{percent(share.value, 1)}</span>
              <small>{intervalText(share)}</small>
            </li>
          ))}
        </ul>
      )}
      <p className="note">{unknownText(figure)}</p>
    </section>
  );
}

function unknownText({ unknown }: Figure): string {
  if (unknown === null) return 'Unknown: the sample has none';
  if (unknown.count === unknown.of) return `Unknown, of all ${count(unknown.of)}`;
  if (unknown.count === 0) return `Known of all ${count(unknown.of)}`;
  return `Unknown of ${percent(unknown.value, 1)} (${count(unknown.count)} of ${count(unknown.of)})`;
}
