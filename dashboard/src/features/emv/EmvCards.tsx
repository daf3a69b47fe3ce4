import { useMemo } from 'react';
import type { EmvPart, EmvPlatform } from '../../contract';
import { count, exact, money } from '../../figures/format';
import { emvDefinition } from '../../figures/emv';
import { platformName } from '../../figures/names';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import type { CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly currency: string;
  readonly route: CampaignRoute;
}

const byEmv: Sort = { column: 'emv', descending: true };
const platformTies: ((row: EmvPlatform) => SortValue)[] = [(row) => row.count];
const partTies: ((row: EmvPart) => SortValue)[] = [(row) => row.count];
const note = 'What has no rate is not valued: it is not worth 0. Rates are entries of the catalog, “emv_rate”.';

/** What the earned media value of a campaign is made of. */
export function EmvCards({ currency, route }: Props) {
  const emv = useView(route.campaign, 'emv');
  const platforms = useMemo(() => platformColumns(currency), [currency]);
  const parts = useMemo(() => partColumns(currency), [currency]);
  if (typeof emv === 'string') return <MissingView why={emv} />;
  const { unrated, rows } = emv.figures;
  const isRated = rows.some((row) => row.rate !== null);
  return (
    <>
      <TableCard
        id="emv-platforms"
        title="EMV by platform"
        definition={emvDefinition}
        period="all time"
        caption="Earned media value by platform, all time, authentic"
        rows={isRated ? emv.figures.platforms : []}
        columns={platforms}
        keyOf={platformKey}
        firstSort={byEmv}
        ties={platformTies}
        empty="No rates yet: “emv_rate” entries of the catalog say what an activity on a platform is worth."
        file={`${route.campaign}-emv-platforms`}
      >
        {isRated && unrated > 0 && (
          <p className="note others">{count(unrated)} without a rate. {note}</p>
        )}
      </TableCard>
      {isRated && (
        <TableCard
          id="emv"
          title="EMV by activity"
          definition={emvDefinition}
          period="all time"
          caption="Earned media value by activity, all time, authentic"
          rows={rows}
          columns={parts}
          keyOf={partKey}
          firstSort={byEmv}
          ties={partTies}
          empty="No activity yet."
          file={`${route.campaign}-emv`}
        />
      )}
    </>
  );
}

function platformColumns(currency: string): Column<EmvPlatform>[] {
  return [
    platformColumn(),
    countColumn(),
    {
      id: 'unrated',
      label: 'Without a rate',
      definition: 'Activity that the catalog has no rate for: it is not valued.',
      value: (row) => row.unrated,
      cell: (row) => count(row.unrated),
      csv: (row) => row.unrated,
    },
    emvOf(currency),
  ];
}

function partColumns(currency: string): Column<EmvPart>[] {
  return [
    platformColumn(),
    { id: 'of', label: 'Activity', align: 'start', value: activity, cell: activity, csv: (row) => row.of },
    countColumn(),
    {
      id: 'rate',
      label: 'Rate',
      definition: 'By the catalog, in its own currency: for one, or for a thousand.',
      value: (row) => (row.rate === null ? null : row.rate / row.per),
      cell: rateText,
      csv: (row) => row.rate,
    },
    emvOf(currency),
  ];
}

interface Valued {
  readonly platform: string;
  readonly count: number;
  readonly emv: number | null;
}

const platformColumn = <Row extends Valued>(): Column<Row> => ({
  id: 'platform',
  label: 'Platform',
  align: 'start',
  value: platformText,
  cell: (row) => <bdi className={row.platform === '' ? 'unsaid' : undefined}>{platformText(row)}</bdi>,
  csv: (row) => row.platform,
});

const countColumn = <Row extends Valued>(): Column<Row> => ({
  id: 'count',
  label: 'Count',
  value: (row) => row.count,
  cell: (row) => count(row.count),
  title: (row) => exact(row.count, ''),
  csv: (row) => row.count,
});

const emvOf = <Row extends Valued>(currency: string): Column<Row> => ({
  id: 'emv',
  label: 'EMV',
  value: (row) => row.emv,
  cell: (row) => money(row.emv, currency),
  title: (row) => exact(row.emv, currency),
  csv: (row) => row.emv,
  strong: true,
});

const platformText = (row: Valued): string => (row.platform === '' ? 'Unknown platform' : platformName(row.platform));
const activity = (row: EmvPart): string => row.of.charAt(0).toUpperCase() + row.of.slice(1);

function rateText(row: EmvPart): string {
  if (row.rate === null) return 'no rate';
  const rate = money(row.rate, row.currency ?? '');
  return row.per === 1 ? rate : `${rate} per ${exact(row.per, '')}`;
}

const platformKey = (row: EmvPlatform): string => row.platform;
const partKey = (row: EmvPart): string => row.id;
