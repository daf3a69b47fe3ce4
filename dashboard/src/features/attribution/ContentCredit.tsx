import { useMemo } from 'react';
import type { Attribution, ContentAttributionRow } from '../../contract';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { byRevenue } from './CreatorCredit';
import { creditColumns, fileColumn, forFile, upperEnds, written } from './creditColumns';
import { withoutContent } from './credits';
import { modelOf, type Model } from './models';

interface Props {
  readonly figures: Attribution['figures'];
  readonly model: Model;
  readonly view: View;
  readonly route: CampaignRoute;
}

const definition =
  'What the model gives to each content item that stands on an order’s path. Fitted models are fitted to creators: an item has its creator’s credit, in proportion to linear. Of all time, whatever the window.';

/** What each post earned by one model. */
export function ContentCredit({ figures, model, view, route }: Props) {
  const { rows, content } = figures;
  const columns = useMemo(() => {
    const names = new Map(rows.map((row) => [row.creator, row.name]));
    return [...nameColumns(names, route), ...creditColumns(content, model, view)];
  }, [rows, content, model, view, route]);
  const fileColumns = useMemo(() => [...forFile(columns, upperEnds(model, view)), creatorIdColumn], [columns, model, view]);
  const ties = useMemo((): ((row: ContentAttributionRow) => SortValue)[] => [(row) => row.totals[model].conversions], [model]);
  return (
    <TableCard
      id="content-credit"
      title={`Content by ${modelOf(model).label}`}
      definition={definition}
      period="all time"
      caption={`Content by ${modelOf(model).label}, all time, ${view.mode}`}
      rows={content}
      columns={columns}
      keyOf={contentKey}
      firstSort={byRevenue}
      ties={ties}
      empty="No content yet: an item appears with the first order of somebody who met it."
      file={`${route.campaign}-content-${model}-${view.mode}`}
      fileColumns={fileColumns}
      tall
    >
      <p className="note others">{noteOf(figures, model, view)}</p>
    </TableCard>
  );
}

function noteOf({ rows, content }: Attribution['figures'], model: Model, view: View): string {
  const fitted = modelOf(model).isFitted && view.mode === 'authentic'
    ? 'An item has its creator’s credit in proportion to linear: these have no intervals of their own. '
    : '';
  const rest = withoutContent(rows, content, model, 'revenue', view.mode);
  const of = withoutContent(rows, content, model, 'conversions', view.mode);
  if (of < 0.05) return `${fitted}Together the items have all that their creators have.`;
  return `${fitted}Creators have ${written(rest, 'revenue', view)} and ${written(of, 'conversions', view)} conversions more than their items: where a code alone decides, no item is credited.`;
}

function nameColumns(names: ReadonlyMap<string, string>, route: CampaignRoute): Column<ContentAttributionRow>[] {
  const creator = (row: ContentAttributionRow) => (row.creator === null ? null : displayName(names.get(row.creator) ?? '', row.creator));
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
      value: creator,
      cell: (row) => (row.creator === null ? <span className="note">no creator</span> : (
        <Name
          name={names.get(row.creator) ?? ''}
          id={row.creator}
          href={formatRoute({ ...route, section: 'content', creator: row.creator })}
        />
      )),
      csv: (row) => (row.creator === null ? null : (names.get(row.creator) ?? row.creator)),
    },
  ];
}

const creatorIdColumn = fileColumn<ContentAttributionRow>('creatorId', 'Creator id', (row) => row.creator);
const contentKey = (row: ContentAttributionRow): string => row.content;
