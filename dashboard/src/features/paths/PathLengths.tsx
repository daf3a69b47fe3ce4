import type { Mode, PathLength } from '../../contract';
import { count, percent } from '../../figures/format';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import type { CampaignRoute } from '../../store/route';
import { hoursText, touchesText } from './lengths';

interface Props {
  readonly touches: readonly PathLength[];
  readonly hours: readonly PathLength[];
  readonly view: View;
  readonly route: CampaignRoute;
}

const touchesDefinition =
  'How many times buyers met a creator or came by a channel before they ordered, within the lookback. Of orders on whose path this campaign stands, of all time.';
const hoursDefinition =
  'How long before the order the first of these touches was. Of orders on whose path this campaign stands, of all time.';

/** How long it takes until somebody buys: in touches, and in time. */
export function PathLengths({ touches, hours, view, route }: Props) {
  return (
    <div className="pair">
      <Lengths id="path-touches" title="Touches to conversion" label="Touches" definition={touchesDefinition} rows={touches} textOf={touchesText} view={view} route={route} />
      <Lengths id="path-hours" title="Time to conversion" label="Since the first touch" definition={hoursDefinition} rows={hours} textOf={hoursText} view={view} route={route} />
    </div>
  );
}

interface LengthsProps {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly definition: string;
  readonly rows: readonly PathLength[];
  readonly textOf: (row: PathLength) => string;
  readonly view: View;
  readonly route: CampaignRoute;
}

function Lengths({ id, title, label, definition, rows, textOf, view, route }: LengthsProps) {
  const all = rows.reduce((sum, row) => sum + ordersOf(row, view.mode), 0);
  return (
    <TableCard
      id={id}
      title={title}
      definition={definition}
      period="all time"
      caption={`${title}, all time, ${view.mode}`}
      rows={all === 0 ? [] : rows}
      columns={columnsOf(label, textOf, view.mode, all)}
      keyOf={keyOf}
      firstSort={byLength}
      ties={[]}
      empty="No orders with a path yet."
      file={`${route.campaign}-${id}-${view.mode}`}
    />
  );
}

function columnsOf(label: string, textOf: (row: PathLength) => string, mode: Mode, all: number): Column<PathLength>[] {
  const share = (row: PathLength) => ordersOf(row, mode) / all;
  return [
    { id: 'length', label, align: 'start', value: (row) => row.from, cell: textOf, csv: textOf },
    {
      id: 'orders',
      label: 'Orders',
      value: (row) => ordersOf(row, mode),
      cell: (row) => count(ordersOf(row, mode)),
      csv: (row) => ordersOf(row, mode),
      strong: true,
    },
    { id: 'share', label: 'Share', value: share, cell: (row) => percent(share(row)), csv: share },
  ];
}

const ordersOf = (row: PathLength, mode: Mode): number => (mode === 'raw' ? row.raw : row.conversions);
const keyOf = (row: PathLength): string => String(row.from);
const byLength: Sort = { column: 'length', descending: false };
