import { useMemo, useState } from 'react';
import type { Operations, Task } from '../../contract/operations';
import { bytes, count, exact, missing, unitSpace } from '../../figures/format';
import { duration, fullMoment, moment } from '../../figures/time';
import { DataTable, type Column } from '../../tables/DataTable';
import type { Sort } from '../../tables/sortRows';
import {
  lagSeconds, lagTone, rebuildShare, rebuildText, stateTones, stateWords, taskOrder,
} from './operations';

interface Props {
  readonly operations: Operations;
  readonly zone: string;
}

const byName: Sort = { column: 'task', descending: false };
const ties = [taskOrder];
/** A bar this long at least: a few events are no lag to speak of. */
const leastFullBar = 1_000;

export function TasksTable({ operations, zone }: Props) {
  const [sort, setSort] = useState<Sort>(byName);
  const columns = useMemo(() => columnsOf(operations, zone), [operations, zone]);
  return (
    <section className="card" aria-labelledby="tasks-title">
      <div className="card-header">
        <h2 id="tasks-title">Tasks</h2>
        <span className="aside note">one a partition</span>
      </div>
      <DataTable
        caption="Tasks"
        rows={operations.tasks}
        columns={columns}
        keyOf={taskName}
        sort={sort}
        onSort={setSort}
        ties={ties}
        tall
      />
    </section>
  );
}

const taskName = (task: Task): string => task.name;

function columnsOf({ tasks, timeMs, form }: Operations, zone: string): Column<Task>[] {
  const longest = Math.max(leastFullBar, ...tasks.map((task) => task.lag.count ?? 0));
  const owner: Column<Task> = {
    id: 'owner',
    label: 'Owner',
    value: (task) => task.owner,
    cell: (task) => (task.owner === null ? <span className="bad-text">nobody</span> : hostOf(task.owner)),
    title: (task) => `${task.owner ?? 'nobody'}, generation ${task.generation ?? missing}`,
  };
  return [
    {
      id: 'task',
      label: 'Task',
      align: 'start',
      value: taskOrder,
      cell: (task) => <span className="task-name">{task.name}</span>,
    },
    {
      id: 'state',
      label: 'State',
      align: 'start',
      value: (task) => task.state,
      cell: (task) => <State task={task} now={timeMs} />,
      title: (task) => (task.sinceMs === null ? '' : `since ${fullMoment(task.sinceMs, zone)} or before`),
    },
    {
      id: 'lag',
      label: 'Lag',
      definition: 'What is in the log and not yet in the figures: events of visitor tasks, messages of workspace tasks; records of events where the log is the service’s own.',
      value: (task) => task.lag.count,
      cell: (task) => <LagBar task={task} longest={longest} />,
      title: (task) => exact(task.lag.count, task.lag.unit),
    },
    {
      id: 'behind',
      label: 'Behind',
      definition: 'For how long the oldest of it has been waiting. Looked at every two seconds.',
      strong: true,
      value: (task) => task.lag.seconds,
      cell: (task) => <span className={`${lagTone(task)}-text`}>{lagSeconds(task.lag.seconds)}</span>,
    },
    {
      id: 'rate',
      label: 'Rate',
      definition: 'New events a second, over the last ten seconds.',
      value: (task) => task.eventsPerSecond,
      cell: (task) => (task.eventsPerSecond === null ? missing : `${count(Math.round(task.eventsPerSecond))}${unitSpace}/s`),
    },
    {
      id: 'watermark',
      label: 'Watermark',
      definition: 'The greatest event time that it has seen.',
      value: (task) => task.watermarkMs,
      cell: (task) => (task.watermarkMs === null ? missing : moment(task.watermarkMs, timeMs, zone, true)),
      title: (task) => (task.watermarkMs === null ? 'no events yet' : fullMoment(task.watermarkMs, zone)),
    },
    {
      id: 'duplicates',
      label: 'Repeats',
      definition: 'Events that came before, left out; since the task’s state began.',
      value: (task) => task.counters?.duplicates,
      cell: (task) => count(task.counters?.duplicates),
    },
    {
      id: 'late',
      label: 'Late',
      definition: 'New events more than a minute older than the newest; counted all the same.',
      value: (task) => task.counters?.late,
      cell: (task) => count(task.counters?.late),
    },
    {
      id: 'tooOld',
      label: 'Too old',
      definition: 'Events older than the retention, left out.',
      value: (task) => task.counters?.tooOld,
      cell: (task) => count(task.counters?.tooOld),
    },
    {
      id: 'snapshot',
      label: 'Snapshot',
      definition: 'How long ago state was last saved, and its size: a new owner begins there and reads what came since. None is taken where nothing came.',
      value: (task) => task.snapshot?.savedMs,
      cell: (task) => <SnapshotCell task={task} now={timeMs} />,
      title: (task) => (task.snapshot === null ? 'none' : fullMoment(task.snapshot.savedMs, zone)),
    },
    ...(form === 'embedded' ? [] : [owner]),
  ];
}

/** Without http://, which all have. */
const hostOf = (owner: string): string => owner.replace(/^http:\/\//, '');

function State({ task, now }: { task: Task; now: number }) {
  const share = task.rebuild === null ? null : rebuildShare(task.rebuild);
  return (
    <span className="task-state">
      <span className={`chip ${stateTones[task.state]}`}>{stateWords[task.state]}</span>
      {task.rebuild !== null && (
        <span className="rebuild">
          {share !== null && <Bar share={share} tone="warning" />}
          <small>{rebuildText(task.rebuild)}</small>
        </span>
      )}
      {task.rebuild === null && task.state !== 'live' && task.sinceMs !== null && (
        <small>for {duration(now - task.sinceMs)}</small>
      )}
    </span>
  );
}

function LagBar({ task, longest }: { task: Task; longest: number }) {
  if (task.lag.count === null) return missing;
  return (
    <span className="lag">
      <Bar share={task.lag.count / longest} tone={lagTone(task)} />
      <span className="lag-count">{count(task.lag.count)}</span>
    </span>
  );
}

function Bar({ share, tone }: { share: number; tone: string }) {
  return (
    <span className={`bar ${tone}`} aria-hidden="true">
      <span style={{ width: `${Math.round(Math.min(1, share) * 100)}%` }} />
    </span>
  );
}

function SnapshotCell({ task, now }: { task: Task; now: number }) {
  if (task.stage === 'workspaces') return <span className="quiet">needs none</span>;
  if (task.snapshot === null) return 'none yet';
  return <>{duration(now - task.snapshot.savedMs)} ago <span className="quiet">· {bytes(task.snapshot.bytes)}</span></>;
}
