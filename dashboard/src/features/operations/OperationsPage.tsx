import { useEffect, useState } from 'react';
import { ApiError, fetchOperations } from '../../connection/api';
import type { Operations } from '../../contract/operations';
import { duration } from '../../figures/time';
import { EmptyState } from '../../parts/EmptyState';
import { TableSkeleton } from '../../parts/Skeletons';
import { useNow } from '../../store/hooks';
import { browserVisibility, poll } from '../../store/poll';
import { ConnectionState } from '../shell/ConnectionState';
import { OperationsFigures } from './OperationsFigures';
import { PartsPanel } from './PartsPanel';
import { ServiceCondition } from './ServiceCondition';
import { SetAsidePanel } from './SetAsidePanel';
import { TasksTable } from './TasksTable';

const everyMs = 2_000;
/** Those who operate services compare times of several: all in one zone. */
const zone = 'UTC';

interface Seen {
  readonly operations: Operations | null;
  readonly gotMs: number;
  readonly failure: string | null;
}

export function OperationsPage() {
  const [{ operations, gotMs, failure }, setSeen] = useState<Seen>({ operations: null, gotMs: 0, failure: null });
  useEffect(() => poll(fetchOperations, everyMs, {
    got: (next) => setSeen({ operations: next, gotMs: Date.now(), failure: null }),
    failed: (error) => setSeen((seen) => ({ ...seen, failure: failureText(error) })),
  }, browserVisibility), []);
  return (
    <div data-testid="operations" data-form={operations?.form}>
      <header className="page-header">
        <div className="page-title">
          <h1>Operations</h1>
          <p>How the service runs, looked at every two seconds; times in UTC</p>
        </div>
        <div className="page-tools">
          <ConnectionState state={null} zone={zone} />
        </div>
      </header>
      {failure !== null && operations !== null && <Stale failure={failure} gotMs={gotMs} />}
      {operations === null && failure === null && <TableSkeleton />}
      {operations === null && failure !== null && (
        <EmptyState title="Nothing to show yet">
          <p>{failure} This page goes on asking.</p>
        </EmptyState>
      )}
      {operations !== null && (
        <div className={failure === null ? 'stack' : 'stack stale'}>
          <ServiceCondition operations={operations} zone={zone} />
          <OperationsFigures operations={operations} />
          <TasksTable operations={operations} zone={zone} />
          <div className="columns">
            <SetAsidePanel operations={operations} zone={zone} />
            <PartsPanel operations={operations} zone={zone} />
          </div>
        </div>
      )}
    </div>
  );
}

function Stale({ failure, gotMs }: { failure: string; gotMs: number }) {
  const now = useNow(1_000);
  return <p className="banner" role="status">{failure} What is shown is {duration(now - gotMs)} old.</p>;
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The service does not answer.';
  if (error.status === 503) return 'The service is starting: it waits for Kafka, or for what it reads from there.';
  return `The service does not tell how it runs (it answered ${error.status}).`;
}
