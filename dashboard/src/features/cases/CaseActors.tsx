import type { CaseRow } from '../../contract';
import { count } from '../../figures/format';
import { displayName } from '../../figures/names';
import { DecisionNote } from './DecisionNote';
import { aboutActor, keyOf, type Decided } from './useDecisions';
import { isOfGroup } from './words';

interface Props {
  readonly row: CaseRow;
  readonly decided: Decided;
  readonly mayDecide: boolean;
}

const verdicts = [
  { value: 'authentic', label: 'Count', effect: 'It counts, whatever speaks against it' },
  { value: 'inauthentic', label: 'Leave out', effect: 'It is left out of authentic figures, whatever speaks for it' },
] as const;

const written = { authentic: 'It counts', inauthentic: 'Left out', none: 'By its evidence again' };

/** Some of its actors, each of which can be decided about by itself. */
export function CaseActors({ row, decided, mayDecide }: Props) {
  const named = row.examples.filter((name) => name !== '');
  if (named.length === 0) return <p className="note">No names of its actors are kept.</p>;
  return (
    <div>
      <p>
        <strong>Actors</strong> {count(named.length)} of {count(row.actors)}.{' '}
        {isOfGroup(row)
          ? 'A decision on one of them comes before one on the case.'
          : 'This is about single actors: decide about each by itself, about others by the API.'}
      </p>
      <ul className="case-actors">
        {named.map((name) => <Actor key={name} name={name} decided={decided} mayDecide={mayDecide} />)}
      </ul>
    </div>
  );
}

function Actor({ name, decided, mayDecide }: Pick<Props, 'decided' | 'mayDecide'> & { readonly name: string }) {
  const about = aboutActor(name);
  const sent = decided.of.get(keyOf(about));
  const said = sent?.step === 'written' ? sent.word : 'none';
  const shown = displayName(name);
  return (
    <li>
      <code title={shown}>{shown}</code>
      <span className="case-decisions" role="group" aria-label={`Decide: actor ${shown}`}>
        {verdicts.map(({ value, label, effect }) => (
          <button
            key={value}
            type="button"
            className="button"
            aria-pressed={said === value}
            disabled={!mayDecide || sent?.step === 'sending'}
            aria-describedby={mayDecide ? undefined : 'cases-no-right'}
            title={mayDecide ? effect : 'This key lacks the right decide'}
            onClick={() => decided.send(about, said === value ? 'none' : value, said)}
          >
            {label}
          </button>
        ))}
      </span>
      <DecisionNote about={about} decided={decided} words={written} />
    </li>
  );
}
