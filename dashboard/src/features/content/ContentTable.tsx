import { useMemo } from 'react';
import type { ContentRow, Others } from '../../contract';
import { counterText, counterTitle, sortCounters } from '../../figures/counters';
import { count, exact, missing, ratio } from '../../figures/format';
import { displayName, platformName } from '../../figures/names';
import { fullMoment, shortDate } from '../../figures/time';
import { Name } from '../../parts/Name';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { commentColumns } from '../../tables/commentColumns';
import type { Column } from '../../tables/DataTable';
import { emvColumn, hasEmv, sparkColumn, suspectColumn, totalsColumn, trafficColumns, windowLabels, type View } from '../../tables/figureColumns';
import { matches } from '../../tables/filterRows';
import { OthersNote } from '../../tables/OthersNote';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly rows: readonly ContentRow[];
  /** What has no row. */
  readonly others: Others | null;
  readonly view: View;
  readonly route: CampaignRoute;
  readonly filter: string;
  readonly zone: string;
  readonly tools: React.ReactNode;
}

const byEngagements: Sort = { column: 'engagements', descending: true };
const ties: ((row: ContentRow) => SortValue)[] = [(row) => row.totals.engagements, (row) => row.totals.impressions];

const kindOf = (row: ContentRow): string =>
  [row.platform === null ? null : platformName(row.platform), row.format === null ? null : displayName(row.format)]
    .filter((part) => part !== null)
    .join(' · ');

/** As the catalog says it, so it may also be no time at all. */
function published(row: ContentRow): number | null {
  const ms = Date.parse(row.published ?? '');
  return Number.isNaN(ms) ? null : ms;
}

function withPublished(row: ContentRow, otherwise: string, write: (ms: number) => string): string {
  const ms = published(row);
  return ms === null ? otherwise : write(ms);
}

/** A date without a time is that day everywhere. */
const zoneOf = (row: ContentRow, zone: string): string => (row.published?.includes('T') ? zone : 'UTC');

/** Which columns, or parts of them, there is anything for. */
interface Shown {
  readonly counted: boolean;
  readonly withEmv: boolean;
  readonly compared: boolean;
}

function columnsOf(view: View, route: CampaignRoute, zone: string, { counted, withEmv, compared }: Shown): Column<ContentRow>[] {
  return [
    {
      id: 'content',
      label: 'Content',
      align: 'start',
      value: (row) => row.content,
      cell: (row) => <Name name={row.content} id={row.content} />,
      csv: (row) => row.content,
    },
    {
      id: 'creator',
      label: 'Creator',
      align: 'start',
      value: (row) => row.creatorName ?? row.creator,
      cell: (row) => (row.creator === null ? <span className="note">no creator</span> : (
        <Name
          name={row.creatorName ?? row.creator}
          id={row.creator}
          href={formatRoute({ ...route, creator: row.creator })}
        />
      )),
      csv: (row) => row.creatorName ?? row.creator,
    },
    { id: 'kind', label: 'Platform', align: 'start', value: kindOf, cell: (row) => kindOf(row) || missing, csv: kindOf },
    {
      id: 'published',
      label: 'Published',
      value: published,
      cell: (row) => withPublished(row, missing, (ms) => shortDate(ms, zoneOf(row, zone))),
      title: (row) => withPublished(row, 'not known', (ms) => fullMoment(ms, zoneOf(row, zone))),
      csv: (row) => row.published,
    },
    totalsColumn('impressions', view),
    totalsColumn('reach', view),
    totalsColumn('engagements', view),
    totalsColumn('er', view, true),
    sharesColumn(compared),
    totalsColumn('ctr', view),
    totalsColumn('conversions', view),
    totalsColumn('revenue', view),
    ...(withEmv ? [emvColumn<ContentRow>(view.currency)] : []),
    suspectColumn(view),
    ...(counted ? [countersColumn(zone)] : []),
    sparkColumn(view),
  ];
}

/** @param compared Whether of any item it is known what is usual: then all numbers leave room for that. */
const sharesColumn = (compared: boolean): Column<ContentRow> => ({
  id: 'sharesPerHour',
  label: 'Shares/h',
  name: 'Shares per hour',
  definition: 'Authentic shares an hour, in the last 24 hours or since it was published. “×2.1” is how many times as many as other content of the campaign on the same platform had at that age; it is shown once three others were out as long.',
  value: (row) => row.sharesPerHour,
  cell: (row) => (
    <>
      {ratio(row.sharesPerHour)}
      {compared && <small className="times-usual">{timesUsual(row) !== null && `×${ratio(timesUsual(row))}`}</small>}
    </>
  ),
  title: (row) => (row.usualSharesPerHour === null
    ? 'what is usual at its age is not known'
    : `${exact(row.usualSharesPerHour, '')} an hour are usual at its age`),
  csv: (row) => row.sharesPerHour,
});

/** For files only. */
const usualSharesColumn: Column<ContentRow> = {
  id: 'usualSharesPerHour',
  label: 'Usual shares/h',
  name: 'Usual shares per hour',
  cell: (row) => ratio(row.usualSharesPerHour),
  csv: (row) => row.usualSharesPerHour,
};

const timesUsual = (row: ContentRow): number | null =>
  row.sharesPerHour === null || !row.usualSharesPerHour ? null : row.sharesPerHour / row.usualSharesPerHour;

function countersColumn(zone: string): Column<ContentRow> {
  const known = (row: ContentRow) => (row.counters ? sortCounters(row.counters) : []);
  return {
    id: 'counters',
    label: 'Platform says',
    definition: 'What the platform itself counts for this item; pointing at a number shows its change since the reading before. It stands beside own tracking and is never added to it. Of “41K of 45K” 41K are authentic; the rest is held to be bought, as Cases says.',
    align: 'start',
    cell: (row) => (
      <span className="platform-counters">
        {known(row).length === 0 ? missing : known(row).slice(0, 2).map(([name, counter]) => (
          <span key={name} title={counterTitle(counter, zone)}><small>{displayName(name)}</small> {counterText({ ...counter, change: null })}</span>
        ))}
      </span>
    ),
    csv: (row) => known(row).map(([name, counter]) => `${name}=${counter.value}`).join('; '),
  };
}

export function ContentTable({ rows, others, view, route, filter, zone, tools }: Props) {
  const [counted, withEmv] = [rows.some((row) => row.counters !== null), hasEmv(rows)];
  const compared = rows.some((row) => timesUsual(row) !== null);
  const columns = useMemo(
    () => columnsOf(view, route, zone, { counted, withEmv, compared }),
    [view, route, zone, counted, withEmv, compared],
  );
  const shown = useMemo(
    () => rows.filter((row) =>
      (route.creator === null || row.creator === route.creator)
      && matches(filter, row.content, row.creatorName, row.creator, row.platform, row.format)),
    [rows, filter, route.creator],
  );
  return (
    <TableCard
      id="content"
      title="Content"
      aside={`${count(shown.length)} of ${count(rows.length + (others?.count ?? 0))}`}
      tools={tools}
      caption={`Content, ${windowLabels[view.window]}, ${view.mode}`}
      rows={shown}
      columns={columns}
      keyOf={contentKey}
      firstSort={byEngagements}
      ties={ties}
      empty={rows.length === 0 ? 'No content yet: items appear with their first event.' : 'Nothing matches the filter.'}
      file={`${route.campaign}-content-${view.window}-${view.mode}`}
      fileColumns={[...columns, usualSharesColumn, totalsColumn('shareRate', view), ...trafficColumns<ContentRow>(view), ...commentColumns<ContentRow>(view.mode)]}
      tall
    >
      <OthersNote others={others} of="content items" view={view} />
    </TableCard>
  );
}

const contentKey = (row: ContentRow): string => row.content;
