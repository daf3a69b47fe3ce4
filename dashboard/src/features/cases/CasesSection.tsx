import { useMemo, useState } from 'react';
import type { CaseRow, CreatorRow, ContentRow } from '../../contract';
import { percent } from '../../figures/format';
import { EmptyState } from '../../parts/EmptyState';
import { Segmented } from '../../parts/Segmented';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { anchor } from '../../store/navigation';
import type { CampaignRoute } from '../../store/route';
import { useStore } from '../../store/store';
import { identity } from '../../store/workspace';
import { FilterBox } from '../../tables/FilterBox';
import { matches } from '../../tables/filterRows';
import { useHeldOrder } from '../../tables/heldOrder';
import { DecidedActors, type Overrides } from './CaseActors';
import { CaseItem } from './CaseItem';
import { aboutCase, keyOf, useDecisions, type Decided } from './useDecisions';
import { caseLabels, leastToLeaveOut, listed, toDecide, type Strength, type Which } from './words';

interface Props {
  readonly route: CampaignRoute;
  readonly zone: string;
}

const whiches: readonly { value: Which; label: string }[] = [
  { value: 'todo', label: 'To decide' },
  { value: 'decided', label: 'Decided' },
  { value: 'single', label: 'Single actors' },
  { value: 'all', label: 'All' },
];

const stillLooking = 'The service was started, and takes in what was there: groups are looked for once it has. Cases come by themselves.';
const atOnce = 50;
const mostKept = 1_000;
const noRows: never[] = [];

/** Who is held to be no person, why, what that changes, and what somebody decides about it. */
export function CasesSection({ route, zone }: Props) {
  const cases = useView(route.campaign, 'cases');
  const creators = useView(route.campaign, 'creators');
  const content = useView(route.campaign, 'content');
  const decided = useDecisions();
  const mayDecide = useStore(identity, (who) => who === null || who.rights.includes('decide'));
  // A service that is older than this page doesn't say.
  const by = typeof cases === 'string' ? undefined : cases.figures.decided;
  const overrides = useMemo(() => new Map((by ?? []).map(({ actor, verdict }) => [actor, verdict])), [by]);
  if (typeof cases === 'string') return <MissingView why={cases} />;
  const { rows, strength } = cases.figures;
  const isStarting = cases.state.badges.some(({ code }) => code === 'starting');
  return (
    <div className="stack">
      {rows.length === 0 && isStarting ? (
        <EmptyState title="Not known yet">
          <p>{stillLooking}</p>
        </EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title="No cases">
          <p>Nothing looks like bought or automated engagement, or bought followers. What does is named here with its evidence, and waits for your decision.</p>
        </EmptyState>
      ) : (
        <Cases
          rows={rows}
          strength={strength}
          isStarting={isStarting}
          creators={typeof creators === 'string' ? noRows : creators.figures.rows}
          content={typeof content === 'string' ? noRows : content.figures.rows}
          route={route}
          zone={zone}
          decided={decided}
          overrides={overrides}
          mayDecide={mayDecide}
        />
      )}
      <DecidedActors rows={rows} decided={decided} overrides={overrides} mayDecide={mayDecide} />
    </div>
  );
}

interface Loaded extends Props {
  readonly rows: readonly CaseRow[];
  readonly strength: Strength;
  readonly isStarting: boolean;
  readonly creators: readonly CreatorRow[];
  readonly content: readonly ContentRow[];
  readonly decided: Decided;
  readonly overrides: Overrides;
  readonly mayDecide: boolean;
}

function Cases({ rows, strength, isStarting, creators, content, route, zone, decided, overrides, mayDecide }: Loaded) {
  const [asked, setAsked] = useState<Which>(() => (anchor.get() === '' ? 'todo' : 'all'));
  const [filter, setFilter] = useState('');
  const [most, setMost] = useState(atOnce);
  const [keptSince, setKeptSince] = useState<ReadonlySet<string>>(new Set());
  const names = useMemo(() => new Map(creators.map((of) => [of.creator, of.name])), [creators]);
  const byContent = useMemo(() => new Map(content.map((of) => [of.content, of])), [content]);
  const decidedHere = useMemo(
    () => new Set(rows.map(({ id }) => id).filter((id) => decided.of.has(keyOf(aboutCase(id))) && !keptSince.has(id))),
    [rows, decided.of, keptSince],
  );
  const creatorOf = (row: CaseRow) => row.creator ?? (row.content === null ? null : (byContent.get(row.content)?.creator ?? null));
  const nameOf = (row: CaseRow) => {
    const id = creatorOf(row);
    return id === null ? null : (names.get(id) ?? id);
  };
  const found = listed(rows, asked, decidedHere).filter((row) =>
    matches(filter, caseLabels[row.code], row.content, creatorOf(row), nameOf(row), row.counter?.account ?? null, ...row.examples));
  const { ordered, pointer } = useHeldOrder(asked, found.slice(0, most), ({ id }) => id);
  const choose = (which: Which) => {
    setAsked(which);
    setMost(atOnce);
    setKeptSince(new Set(rows.map(({ id }) => id).filter((id) => decided.of.has(keyOf(aboutCase(id))))));
  };

  return (
    <section className="card" aria-labelledby="cases-title">
      <div className="card-header">
        <h2 id="cases-title">Cases <span className={toDecide(rows) > 0 ? 'count bad' : 'count'}>{isStarting && 'so far '}{toDecide(rows)} to decide</span></h2>
        <div className="card-tools">
          <Segmented label="Which cases" choices={whiches} value={asked} onChange={choose} />
          <FilterBox label="Find a case" value={filter} onChange={setFilter} />
        </div>
      </div>
      <p className="note cases-note">
        Authentic figures leave out the actors that are excluded; raw figures keep everybody: all other pages show both. What you
        decide is written to the log with your key’s name, counts for everybody, in all campaigns of the workspace, and can be undone. <Rule strength={strength} />
      </p>
      {!mayDecide && <p className="note cases-note" id="cases-no-right">You may look, but not decide: your key lacks the right “decide”. Who manages the keys can give it.</p>}
      {isStarting && <p className="note">{stillLooking}</p>}
      {found.length === 0 && !isStarting && <p className="note">{filter === '' ? emptyText[asked] : 'No case of this list matches.'}</p>}
      <ul className="feed" {...pointer}>
        {ordered.map((row) => (
          <li key={row.id}>
            <CaseItem row={row} strength={strength} creator={creatorOf(row)} creatorName={nameOf(row)} route={route} zone={zone} decided={decided} overrides={overrides} mayDecide={mayDecide} />
          </li>
        ))}
      </ul>
      {found.length > most && (
        <div className="table-foot">
          <button type="button" className="button" onClick={() => setMost(most + atOnce)}>
            Show {Math.min(atOnce, found.length - most)} more of {found.length}
          </button>
        </div>
      )}
      {rows.length >= mostKept && <p className="note others">Only the {mostKept} cases with the most events are listed; figures rest on all of them.</p>}
    </section>
  );
}

const strengthText: Record<Strength, string> = {
  relaxed: 'This campaign is relaxed',
  moderate: 'This campaign is of moderate strength',
  strict: 'This campaign is strict',
};

/** From which likelihood on, and where that is set. */
function Rule({ strength }: { readonly strength: Strength }) {
  return (
    <>
      {strengthText[strength]}: an actor is left out from {percent(leastToLeaveOut[strength], 0)} on
      {strength === 'strict' && ', unless it was in a less strict one, too'}. The field <code>strength</code> of its entry in the
      catalog says so: relaxed, moderate or strict.
    </>
  );
}

const emptyText: Record<Which, string> = {
  todo: 'No group waits for a decision. Single actors are decided about one by one: choose them above.',
  decided: 'Nothing was decided yet.',
  single: 'No single actors: only groups were found.',
  all: '',
};
