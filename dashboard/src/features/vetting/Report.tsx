import { useEffect, useRef, useState } from 'react';
import type { Vetted, Vetting } from '../../contract/vetting';
import { count } from '../../figures/format';
import { displayName, mixesAlphabets } from '../../figures/names';
import { MakeUpCard } from './MakeUpCard';
import { QualityCard } from './QualityCard';
import { SignalsCard } from './SignalsCard';
import { conclusions, isFound, worstFirst } from './words';

/** What was found of each creator: of several, a list to choose from first. */
export function Report({ vetting }: { readonly vetting: Vetting }) {
  const creators = worstFirst(vetting.creators);
  const [chosen, setChosen] = useState(creators[0]?.creator);
  const title = useRef<HTMLHeadingElement>(null);
  // Who can't see that the page has changed is told where to go on.
  useEffect(() => title.current?.focus(), [chosen]);
  const shown = creators.find(({ creator }) => creator === chosen);
  return (
    <div className="stack">
      {vetting.ignored.length > 0 && (
        <p className="note">Columns that were not read: {vetting.ignored.slice(0, 20).map((name) => displayName(name)).join(', ')}</p>
      )}
      {creators.length > 1 && (
        <section className="card vet-creators" aria-label="Creators">
          <ul>
            {creators.map((creator) => (
              <li key={creator.creator}>
                <button type="button" aria-pressed={creator.creator === chosen} onClick={() => setChosen(creator.creator)}>
                  <bdi className="vet-name">{displayName(creator.creator)}</bdi>
                  <span className="note">{shortText(creator)}</span>
                  <span className="vet-conclusion"><Conclusion of={creator} /></span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {shown && (
        <article className="stack" aria-labelledby="vet-creator" data-testid="vetted" data-creator={shown.creator} data-conclusion={shown.conclusion}>
          <section className="card">
            <div className="card-header">
              <h2 className="vet-title" id="vet-creator" tabIndex={-1} ref={title}>
                <bdi>{displayName(shown.creator)}</bdi>
                {mixesAlphabets(shown.creator) && <span className="chip warning">look-alike letters</span>}
              </h2>
              <Conclusion of={shown} />
            </div>
            <p className="vet-lead">{conclusions[shown.conclusion].meaning}</p>
            {shown.questions.length > 0 && (
              <>
                <h3>Ask</h3>
                <ol className="vet-questions">{shown.questions.map((question) => <li key={question}>{question}</li>)}</ol>
              </>
            )}
            <p className="note">{sampleText(shown)}</p>
          </section>
          <div className="vet-columns">
            <SignalsCard signals={shown.signals} />
            <QualityCard quality={shown.quality} />
          </div>
          <MakeUpCard makeUp={shown.makeUp} />
        </article>
      )}
    </div>
  );
}

function Conclusion({ of }: { readonly of: Vetted }) {
  const { label, tone } = conclusions[of.conclusion];
  return <span className={`chip ${tone}`}>{label}</span>;
}

function shortText({ signals, quality }: Vetted): string {
  const found = signals.filter(isFound).length;
  const score = quality.score === null ? 'quality unknown' : `quality ${count(Math.round(quality.score))}`;
  return found === 0 ? score : `${score}, ${found} found`;
}

function sampleText({ engagements, actors, comments }: Vetted): string {
  if (engagements === 0) return 'The file has no sample of engagements.';
  const some = (many: number, one: string) => `${count(many)} ${one}${many === 1 ? '' : 's'}`;
  return `It rests on ${some(engagements, 'engagement')} of ${some(actors, 'account')}, ${some(comments, 'comment')} among them.`;
}
