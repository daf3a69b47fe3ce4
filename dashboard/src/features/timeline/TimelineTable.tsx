import { count } from '../../figures/format';
import { moment } from '../../figures/time';
import type { TimelineSeries } from './timelineSeries';
import { rateWord } from './timelineSeries';

interface Props {
  readonly series: TimelineSeries;
  readonly title: string;
  readonly zone: string;
}

/** A table of thousands of rows helps nobody: the newest this many. */
const longest = 60;

export function TimelineTable({ series, title, zone }: Props) {
  const newestFirst = series.startMs.map((start, index) => ({ start, index })).reverse().slice(0, longest);
  return (
    <div className="table-scroll timeline-table" tabIndex={0} role="region" aria-label={`${title} ${rateWord(series.rateMs)}`}>
      <table className="table">
        <caption className="visually-hidden">
          {title} {rateWord(series.rateMs)}, newest first, at most {longest} rows
        </caption>
        <thead>
          <tr>
            <th scope="col" className="start">From</th>
            <th scope="col">Authentic</th>
            <th scope="col">Left out</th>
            <th scope="col">Raw</th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(({ start, index }) => {
            const authentic = series.authentic[index] ?? null;
            const raw = series.raw[index] ?? null;
            return (
              <tr key={start}>
                <th scope="row" className="start">{moment(start, series.toMs, zone, series.paneMs < 60_000)}</th>
                <td>{count(authentic)}</td>
                <td>{count(authentic === null || raw === null ? null : raw - authentic)}</td>
                <td>{count(raw)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
