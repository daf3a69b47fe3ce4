import type { ReactNode } from 'react';
import type { CaseCounter, CaseRow } from '../../contract';
import { count, exact, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { Term } from '../../parts/Tip';
import { boughtText, change, counterOf, expectedText, leftOutText, subject, type Strength } from './words';

/** What a case says in numbers: of actors. */
export function Facts({ row, strength }: { readonly row: CaseRow; readonly strength: Strength }) {
  const fall = change(row);
  return (
    <dl className="case-facts">
      <Fact label="Actors" text="Accounts or visitors that it names, and how many of them authentic figures leave out by now." note={leftOutText(row, strength)} title={exact(row.actors, 'actors')}>
        {count(row.actors)}
      </Fact>
      <Fact label="Events" text="The events that it rests on. These actors may have done more here." title={exact(row.events, 'events')} note="that it rests on">{count(row.events)}</Fact>
      <Fact label="People alone" text="How many actors people alone would come to, by what is usual elsewhere or by chance." title={exact(row.expected, 'actors')} note="actors to expect">
        {expectedText(row)}
      </Fact>
      <Fact
        label={`Engagements ${subject(row)}`}
        text="Raw, with everybody, and authentic, without everybody who is left out by now: by this case or by others."
        title={`${exact(row.rawEngagements, 'raw')}, ${exact(row.authenticEngagements, 'authentic')}`}
        note="raw → authentic, by all who are left out"
      >
        {count(row.rawEngagements)} → {count(row.authenticEngagements)}
        {fall !== null && fall !== 0 && <small> {percent(fall, 1)}</small>}
        {row.rawEngagements > 0 && (
          <span className="case-bar" aria-hidden="true"><span style={{ width: `${(100 * row.authenticEngagements) / row.rawEngagements}%` }} /></span>
        )}
      </Fact>
    </dl>
  );
}

/** The same of orders, whose buyers are honest. */
export function OrderFacts({ row }: { readonly row: CaseRow }) {
  const isCode = row.code === 'leaked-code';
  const taken = row.rawConversions - row.authenticConversions;
  return (
    <dl className="case-facts">
      {isCode
        ? <Fact label="Orders" text="Orders that used the code." note={`with ${displayName(row.examples[0] ?? '', 'the code')}`} title={exact(row.events, 'orders')}>{count(row.events)}</Fact>
        : <Fact label="Clicks" text="Clicks that look like nobody made them, just before an order." note="look injected" title={exact(row.events, 'clicks')}>{count(row.events)}</Fact>}
      <Fact label="Buyers" text={isCode ? 'Orders by buyers who had never met the code’s creator.' : 'Who bought after these clicks. They are honest.'} note={isCode ? 'had never met the creator' : 'honest, none left out'} title={exact(row.actors, isCode ? 'orders' : 'buyers')}>{count(row.actors)}</Fact>
      {isCode && <Fact label="To expect" text="How many there would be by the share at other creators’ codes." note="by what is usual" title={exact(row.expected, 'orders')}>{expectedText(row)}</Fact>}
      <Fact
        label={`Conversions ${subject(row)}`}
        text="By last touch: raw, and authentic, without everybody who is left out and every click that was confirmed to be injected."
        title={`${exact(row.rawConversions, 'raw')}, ${exact(row.authenticConversions, 'authentic')}`}
        note={taken === 0 ? 'raw → authentic: nothing is taken off' : 'raw → authentic, by all that is left out'}
      >
        {count(row.rawConversions)} → {count(row.authenticConversions)}
        {row.rawConversions > 0 && (
          <span className="case-bar" aria-hidden="true"><span style={{ width: `${(100 * row.authenticConversions) / row.rawConversions}%` }} /></span>
        )}
      </Fact>
    </dl>
  );
}

/** The same of a platform’s counter. */
export function CounterFacts({ row, counter }: { readonly row: CaseRow; readonly counter: CaseCounter }) {
  const { share, interval } = boughtText(counter);
  return (
    <dl className="case-facts">
      <Fact label={row.code === 'ratio' ? 'Counted' : 'Rose by'} text="What the platform’s counter shows, or by how much it rose in this time." title={exact(counter.change, counter.name)} note={counter.name}>{count(counter.change)}</Fact>
      <Fact label="To expect" text="What it would be without, by what is usual." title={exact(row.expected, counter.name)} note="by what is usual">{expectedText(row)}</Fact>
      <Fact label="Bought" text="The part that is held to be bought, and the interval that it lies in." title={`${exact(counter.bought, counter.name)} (${exact(counter.boughtLow, '')} to ${exact(counter.boughtHigh, '')})`} note={interval}>{share}</Fact>
      <Fact
        label={`Now: ${counterOf(counter)}`}
        text="What the platform counts by now, and the authentic rest, without what is left out: by this case or by others."
        title={`${exact(counter.raw, 'raw')}, ${exact(counter.authentic, 'authentic')}`}
        note={counter.leftOut ? 'raw → authentic, without what is bought' : 'raw → authentic: this case leaves nothing out'}
      >
        {count(counter.raw)} → {count(counter.authentic)}
        {counter.raw > 0 && (
          <span className="case-bar" aria-hidden="true"><span style={{ width: `${(100 * counter.authentic) / counter.raw}%` }} /></span>
        )}
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly label: string;
  readonly text: string;
  readonly note: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Fact({ label, text, note, title, children }: FactProps) {
  return (
    <div>
      <dt><Term label={label} text={text} /></dt>
      <dd title={title}>
        {children}
        <span className="case-note">{note}</span>
      </dd>
    </div>
  );
}
