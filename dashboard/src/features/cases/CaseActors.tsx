import type { CaseRow } from '../../contract';
import { count } from '../../figures/format';
import { displayName } from '../../figures/names';
import { DecisionNote } from './DecisionNote';
import { aboutActor, decidedActors, keyOf, type Decided } from './useDecisions';
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

/** Decisions on actors of cases that are no more, since they were of these only: with the way back. */
export function DecidedActors({ rows, decided }: { readonly rows: readonly CaseRow[]; readonly decided: Decided }) {
  const gone = decidedActors(decided).filter(({ at }) => !rows.some(({ id }) => id === at));
  if (gone.length === 0) return null;
  return (
    <ul className="card case-actors">
      {gone.map((about) => (
        <li key={about.id}>
          <code title={displayName(about.id)}>{displayName(about.id)}</code>
          <DecisionNote about={about} decided={decided} words={written} />
        </li>
      ))}
    </ul>
  );
}

/** Some of its actors, each of which can be decided about by itself. */
export function CaseActors({ row, decided, mayDecide }: Props) {
  // Who counts again is no example any more, but stays: no other actor gets under the pointer.
  const here = decidedActors(decided).filter(({ at }) => at === row.id).map(({ id }) => id);
  const named = [...new Set([...row.examples, ...here])].filter((name) => name !== '').sort();
  if (named.length === 0) return <p className="note">No names of its actors are kept.</p>;
  return (
    <div>
      <p>
        <strong>Actors</strong> {count(row.examples.length)} of {count(row.actors)}.{' '}
        {isOfGroup(row)
          ? 'A decision on one of them comes before one on the case.'
          : 'This is about single actors: decide about each by itself, about others by the API. What strangers did in an actor’s name stays left out.'}
      </p>
      <ul className="case-actors">
        {named.map((name) => <Actor key={name} name={name} at={row.id} decided={decided} mayDecide={mayDecide} />)}
      </ul>
    </div>
  );
}

function Actor({ name, at, decided, mayDecide }: Pick<Props, 'decided' | 'mayDecide'> & { readonly name: string; readonly at: string }) {
  const about = aboutActor(name, at);
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
            disabled={!mayDecide}
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
