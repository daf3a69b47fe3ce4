import type { DeadLetters, Operations, Rejected } from '../../contract/operations';
import { count } from '../../figures/format';
import { displayName } from '../../figures/names';
import { duration, fullMoment } from '../../figures/time';

/** What could not be used: dead letters of the log, or what the collector turned away. */
export function SetAsidePanel({ operations, zone }: { operations: Operations; zone: string }) {
  const { deadLetters, rejected, timeMs } = operations;
  return (
    <section className="card" aria-labelledby="aside-title">
      <div className="card-header">
        <h2 id="aside-title">{deadLetters === null ? 'Turned away' : 'Dead letters'}</h2>
        <span className="aside note">{deadLetters === null ? 'since the process started' : 'since the log began'}</span>
      </div>
      {deadLetters !== null && <Letters letters={deadLetters} now={timeMs} zone={zone} />}
      {deadLetters === null && <TurnedAway rejected={rejected ?? []} />}
    </section>
  );
}

function Letters({ letters, now, zone }: { letters: DeadLetters; now: number; zone: string }) {
  if (letters.trouble !== null) return <p className="note">They can’t be counted just now: {displayName(letters.trouble)}</p>;
  if (letters.reasons.length === 0) {
    return (
      <p className="note">
        {letters.isComplete ? 'None. A message of the log that is no event is set aside here, with its reason.' : 'Counting …'}
      </p>
    );
  }
  return (
    <>
      <table className="table plain">
        <caption className="visually-hidden">Dead letters by reason</caption>
        <thead>
          <tr>
            <th scope="col" className="start">Reason</th>
            <th scope="col">Messages</th>
            <th scope="col">Newest</th>
          </tr>
        </thead>
        <tbody>
          {letters.reasons.map((reason) => (
            <tr key={`${reason.field} ${reason.reason}`} data-key={`${reason.field} ${reason.reason}`}>
              <th scope="row" className="start wraps">
                {reason.field !== '' && <code>{displayName(reason.field)}</code>} {displayName(reason.reason)}
              </th>
              <td>{count(reason.count)}</td>
              <td title={fullMoment(reason.newestMs, zone)}>{duration(now - reason.newestMs)} ago</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note hint">
        To look at them: <code>creatorstream deadletters show</code>
      </p>
    </>
  );
}

function TurnedAway({ rejected }: { rejected: readonly Rejected[] }) {
  if (rejected.length === 0) {
    return <p className="note">Nothing. Events that can’t be used are refused, and counted here by the field at fault.</p>;
  }
  return (
    <table className="table plain">
      <caption className="visually-hidden">Turned away, by the field at fault</caption>
      <thead>
        <tr>
          <th scope="col" className="start">Field at fault</th>
          <th scope="col">Items</th>
        </tr>
      </thead>
      <tbody>
        {rejected.map(({ field, count: items }) => (
          <tr key={field} data-key={field}>
            <th scope="row" className="start"><code>{displayName(field)}</code></th>
            <td>{count(items)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
