import { useState, type FormEvent } from 'react';
import type { CaseRow } from '../../contract';
import { count } from '../../figures/format';
import { displayName } from '../../figures/names';
import { DecisionNote } from './DecisionNote';
import { aboutActor, decidedActors, once, useStanding, type Decided } from './useDecisions';
import { isOfGroup } from './words';

interface Props {
  readonly row: CaseRow;
  readonly decided: Decided;
  readonly overrides: Overrides;
  readonly mayDecide: boolean;
}

const verdicts = [
  { value: 'authentic', label: 'Count', effect: 'It counts, whatever speaks against it' },
  { value: 'inauthentic', label: 'Leave out', effect: 'It is left out of authentic figures, whatever speaks for it' },
] as const;

const written = { authentic: 'It counts', inauthentic: 'Left out', none: 'By its evidence again' };

/** By an actor's name what somebody decided: authentic or inauthentic. */
export type Overrides = ReadonlyMap<string, string>;

interface Others extends Pick<Props, 'decided' | 'overrides' | 'mayDecide'> {
  readonly rows: readonly CaseRow[];
}

/** Actors whom somebody decided about and whom no case names: who counts again is in none. With the way back. */
export function DecidedActors({ rows, decided, overrides, mayDecide }: Others) {
  const cases = new Set(rows.map(({ id }) => id));
  const here = decidedActors(decided);
  // Who was decided about in a case stays there.
  const named = new Set([...rows.flatMap(({ examples }) => examples), ...here.filter(({ at }) => cases.has(at)).map(({ id }) => id)]);
  const gone = here.filter(({ at }) => !cases.has(at)).map(({ id }) => id);
  const others = [...new Set([...gone, ...overrides.keys()])].filter((name) => !named.has(name)).sort();
  if (others.length === 0) return null;
  return (
    <section className="card" aria-labelledby="decided-actors">
      <div className="card-header">
        <h2 id="decided-actors">Decided actors <span className="count">{count(others.length)}</span></h2>
      </div>
      <p className="note cases-note">Somebody decided about these by hand, and no case above names them. What is pressed holds; press it again to take it back.</p>
      <ul className="case-actors">
        {others.map((name) => <Actor key={name} name={name} at="" decided={decided} overrides={overrides} mayDecide={mayDecide} />)}
      </ul>
    </section>
  );
}

/** Some of its actors, each of which can be decided about by itself. */
export function CaseActors({ row, decided, overrides, mayDecide }: Props) {
  const [added, setAdded] = useState<readonly string[]>([]);
  // Who counts again is no example any more, but stays: no other actor gets under the pointer.
  const here = decidedActors(decided).filter(({ at }) => at === row.id).map(({ id }) => id);
  const named = [...new Set([...row.examples, ...here, ...added])].filter((name) => name !== '').sort();
  if (named.length === 0) return <p className="note">No names of its actors are kept.</p>;
  return (
    <div>
      <p>
        <strong>Actors</strong> {count(row.examples.length)} of {count(row.actors)}.{' '}
        {isOfGroup(row)
          ? 'A decision on one of them comes before one on the case.'
          : 'This is about single actors: decide about each by itself. What strangers did in an actor’s name stays left out.'}
      </p>
      <ul className="case-actors">
        {named.map((name) => <Actor key={name} name={name} at={row.id} decided={decided} overrides={overrides} mayDecide={mayDecide} />)}
      </ul>
      {mayDecide && row.actors > row.examples.length && <AnotherActor onAdd={(name) => setAdded((known) => [...known, name])} />}
    </div>
  );
}

/** Those that the page doesn’t name are in the list of events. */
function AnotherActor({ onAdd }: { readonly onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onAdd(name.trim());
    setName('');
  };
  return (
    <form className="case-another" onSubmit={add}>
      <input className="field" aria-label="Another actor, as the column actor of the events has it" placeholder="Another actor, from the events" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
      <button type="submit" className="button">Decide about it</button>
    </form>
  );
}

function Actor({ name, at, decided, overrides, mayDecide }: Pick<Props, 'decided' | 'overrides' | 'mayDecide'> & { readonly name: string; readonly at: string }) {
  const about = aboutActor(name, at);
  const decision = overrides.get(name) ?? 'none';
  const said = useStanding(about, decided, decision);
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
            onClick={once(() => decided.send(about, said === value ? 'none' : value, said, decision))}
          >
            {label}
          </button>
        ))}
      </span>
      <DecisionNote about={about} decided={decided} shown={decision} words={written} />
    </li>
  );
}
