import { useEffect, useRef, useState } from 'react';
import { fetchFile } from '../../connection/api';
import type { CaseRow } from '../../contract';
import { save } from '../../figures/csv';
import { count } from '../../figures/format';
import { inWorkspace } from '../../store/workspace';
import { nameOf } from './words';

/** More of one case are not listed. */
const mostEvents = 100_000;

interface Props {
  readonly row: CaseRow;
  readonly label: string;
  readonly campaign: string;
}

/** What a case rests on, as a file. The service reads its log for it, which takes a while, or says why it can't. */
export function CaseEvidence({ row, label, campaign }: Props) {
  const [state, setState] = useState<'idle' | 'reading' | { readonly refused: string }>('idle');
  const reading = useRef<AbortController>(null);
  useEffect(() => () => reading.current?.abort(), []);
  const what = row.counter ? 'Readings' : 'Events';

  const stop = () => {
    reading.current?.abort();
    setState('idle');
  };
  const read = async () => {
    const { signal } = (reading.current = new AbortController());
    setState('reading');
    const file = await fetchFile(eventsAddress(campaign, row.id), signal).catch(() => null);
    if (file === null || signal.aborted) return;
    if (file instanceof Blob) save(`${row.id.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${what.toLowerCase()}.csv`, file);
    setState(file instanceof Blob ? 'idle' : file);
  };

  const isReading = state === 'reading';
  return (
    <p>
      <button
        type="button"
        className="text-button link"
        aria-label={isReading ? `Stop reading ${what.toLowerCase()} of ${nameOf(label, row)}` : `${what} of ${nameOf(label, row)} as CSV`}
        onClick={isReading ? stop : () => void read()}
      >
        {isReading ? 'Stop' : `${what} (CSV)`}
      </button>{' '}
      <span className="note" role="status">
        {isReading ? 'reading …; leaving this list stops it' : typeof state === 'object' ? `Not read: ${state.refused}` : about(row)}
      </span>
    </p>
  );
}

function about(row: CaseRow): string {
  if (row.counter) return 'each reading of the platform’s counters that it rests on';
  const events = row.events > mostEvents ? `${count(mostEvents)} of the ${count(row.events)} events` : 'each event';
  return `${events} that it rests on, read from the log: that may take a while`;
}

export const eventsAddress = (campaign: string, id: string): string =>
  inWorkspace(`/api/campaigns/${encodeURIComponent(campaign)}/cases/events?case=${encodeURIComponent(id)}`);
