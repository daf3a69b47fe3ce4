import type { Quality } from '../../contract/vetting';
import { count, percent } from '../../figures/format';
import { Info } from '../../parts/Tip';
import { Whisker } from '../attribution/Whisker';
import { ShareBar } from './ShareBar';
import { partLabel, sentence } from './words';

/** The audience's quality with its parts, and how much of it is known. */
export function QualityCard({ quality }: { readonly quality: Quality }) {
  const { score, low, high, certainty, parts } = quality;
  return (
    <section className="card" aria-labelledby="vet-quality">
      <div className="card-header">
        <h2 id="vet-quality">
          Audience quality
          <Info label="Audience quality" text="The weighted mean of its parts, 0 to 100. What is unknown is left out of it, and makes its interval wider, and not the score lower." />
        </h2>
      </div>
      <p className="vet-score">
        <span className="kpi-value">{score === null ? 'unknown' : count(Math.round(score))}</span>
        {score !== null && <span className="note">of 100, 95 %: {count(Math.round(low))} to {count(Math.round(high))}</span>}
      </p>
      {score !== null && <div className="vet-scale"><Whisker value={score} interval={{ low, high }} end={100} /></div>}
      <p className="note">{percent(certainty, 0)} of it known</p>
      <ul className="parts vet-parts">
        {parts.map(({ name, weight, why, share }) => (
          <li key={name}>
            <div className="part-head">
              <span className="part-name">{partLabel(name)}</span>
              <span className="note">weight {weight}</span>
            </div>
            {share === null ? <span className="chip">unknown</span> : <ShareBar share={share} />}
            <p>{sentence(why)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
