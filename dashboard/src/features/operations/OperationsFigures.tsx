import type { Operations } from '../../contract/operations';
import { count } from '../../figures/format';
import { Term } from '../../parts/Tip';
import { lagSeconds } from './operations';

/** The service as a whole, in five figures. */
export function OperationsFigures({ operations }: { operations: Operations }) {
  const { tasks, deadLetters, rejected } = operations;
  const visitors = tasks.filter((task) => task.stage === 'visitors');
  const rates = visitors.flatMap((task) => (task.eventsPerSecond === null ? [] : [task.eventsPerSecond]));
  const lags = tasks.flatMap((task) => (task.lag.seconds === null ? [] : [task.lag.seconds]));
  const live = tasks.filter((task) => task.state === 'live').length;
  const turnedAway = (rejected ?? []).reduce((total, { count: some }) => total + some, 0);
  return (
    <div className="card strip in-five">
      <Figure
        label="New events"
        definition="Events that came into the figures, over the last ten seconds; repeats are not among them."
        value={rates.length === 0 ? '–' : `${count(Math.round(sum(rates)))}\u00a0/s`}
        note={`${count(sum(visitors.map((task) => task.counters?.accepted ?? 0)))} in all`}
      />
      <Figure
        label="Behind"
        definition="For how long the oldest of what is in the log has been waiting to come into the figures, in the task that is furthest behind."
        value={lags.length === 0 ? '–' : lagSeconds(Math.max(...lags))}
        note={`${count(sum(visitors.map((task) => task.lag.count ?? 0)))} ${visitors[0]?.lag.unit ?? 'events'} waiting`}
      />
      <Figure
        label="Tasks live"
        definition="A task owns one partition of visitors or of workspaces. Live: it publishes."
        value={`${live} of ${tasks.length}`}
        note={operations.form === 'embedded' ? 'in this process' : processes(operations)}
      />
      <Figure
        label="Visitors"
        definition="Visitors known to the tasks, over all workspaces."
        value={count(sum(visitors.map((task) => task.counters?.visitors ?? 0)))}
        note={`${count(sum(visitors.map((task) => task.counters?.duplicates ?? 0)))} repeats left out`}
      />
      {deadLetters === null ? (
        <Figure
          label="Turned away"
          definition="Events and requests that the collector refused since the process started."
          value={count(turnedAway)}
          note="since the start"
        />
      ) : (
        <Figure
          label="Dead letters"
          definition="Messages of the log that are no events and were set aside, since the log began."
          value={count(deadLetters.count)}
          note={deadLetters.isComplete ? 'set aside' : 'still counting'}
        />
      )}
    </div>
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function processes({ processes: all }: Operations): string {
  const silent = all.filter((process) => !process.answers).length;
  const many = `${all.length} ${all.length === 1 ? 'process' : 'processes'}`;
  return silent === 0 ? many : `${many}, ${silent} silent`;
}

interface FigureProps {
  readonly label: string;
  readonly definition: string;
  readonly value: string;
  readonly note: string;
}

function Figure({ label, definition, value, note }: FigureProps) {
  return (
    <div className="strip-figure" data-tip-frame>
      <Term label={label} text={definition} />
      <div className="strip-value">{value}</div>
      <div className="strip-note">{note}</div>
    </div>
  );
}
