import { useMemo } from 'react';
import type { Attribution, ChannelAttributionRow } from '../../contract';
import { displayName } from '../../figures/names';
import type { CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { byRevenue } from './CreatorCredit';
import { creditColumns, forFile, upperEnds } from './creditColumns';
import { modelOf, type Model } from './models';

interface Props {
  readonly figures: Attribution['figures'];
  readonly model: Model;
  readonly view: View;
  readonly route: CampaignRoute;
}

const definition =
  'What the model gives to where visitors came from, such as search and email, and what came by neither creator nor channel. Channels have no campaign: it is the same in each. Of all time, whatever the window.';

const nobodys = 'No creator, no channel';

const nameColumn: Column<ChannelAttributionRow> = {
  id: 'channel',
  label: 'Channel',
  align: 'start',
  value: (row) => (row.channel === '' ? nobodys : displayName(row.channel)),
  cell: (row) => (row.channel === ''
    ? <span className="unsaid">{nobodys}</span>
    : <bdi>{displayName(row.channel)}</bdi>),
  title: (row) => (row.channel === '' ? 'Of orders whose buyers met nobody, or content in no campaign' : displayName(row.channel)),
  csv: (row) => row.channel,
};

/** What no creator earned: it is of the whole workspace. */
export function ChannelCredit({ figures, model, view, route }: Props) {
  const { channels } = figures;
  const columns = useMemo(() => [nameColumn, ...creditColumns(channels, model, view)], [channels, model, view]);
  const fileColumns = useMemo(() => forFile(columns, upperEnds(model, view)), [columns, model, view]);
  const ties = useMemo((): ((row: ChannelAttributionRow) => SortValue)[] => [(row) => row.totals[model].conversions], [model]);
  return (
    <TableCard
      id="channel-credit"
      title={`Channels and unattributed by ${modelOf(model).label}`}
      definition={definition}
      aside="all campaigns"
      period="all time"
      caption={`Channels and unattributed by ${modelOf(model).label}, all campaigns, all time, ${view.mode}`}
      rows={channels}
      columns={columns}
      keyOf={channelKey}
      firstSort={byRevenue}
      ties={ties}
      empty="No channels yet: they appear with the first order of somebody whom no creator brought."
      file={`${route.campaign}-channels-${model}-${view.mode}`}
      fileColumns={fileColumns}
    >
      {modelOf(model).isFitted && channels.some(({ channel }) => channel === '') && (
        <p className="note others">Fitted models leave out orders whose buyers met nobody. Choose another model to see them.</p>
      )}
    </TableCard>
  );
}

const channelKey = (row: ChannelAttributionRow): string => row.channel;
