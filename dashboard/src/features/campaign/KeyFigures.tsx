import { currentTotals, previousTotals, type Totals, type ViewFigures } from '../../contract';
import { emvDefinition } from '../../figures/emv';
import { count, exact, money } from '../../figures/format';
import { metricOf } from '../../figures/metrics';
import { Term } from '../../parts/Tip';
import type { View } from '../../tables/figureColumns';
import { KpiCard } from './KpiCard';
import { StripFigure } from './StripFigure';

interface Props {
  readonly figures: ViewFigures['overview'];
  readonly view: View;
}

const headline = ['reach', 'er', 'ctr', 'conversions', 'cpa', 'roi'] as const;
const further = ['revenue', 'cost', 'impressions', 'clicks', 'engagements', 'conversionRate', 'aov'] as const;

const traffic = ['visits', 'productPages', 'sessions', 'pagesPerSession', 'timeOnSite', 'bounceRate', 'engagedSeconds'] as const;

const leads = ['leads', 'cpl', 'qualifiedLeads', 'cpql', 'leadQuality', 'formCompletionRate'] as const;

const unattributedDefinition =
  'Conversions of the whole workspace that no touch or code leads to a campaign, since the start. The same number stands in each campaign and is never spread over creators.';

const claimedDefinition =
  'Orders that only the pixel, a link or the script told of: anybody could have sent them. They count within bounds, or wait until somebody with a key confirms them, as the workspace says.';

export function KeyFigures({ figures, view }: Props) {
  const { window, mode, currency } = view;
  const totals = currentTotals(figures, window, mode);
  const before = previousTotals(figures, window, mode);
  return (
    <>
      <div className="kpis">
        {headline.map((id) => (
          <KpiCard
            key={id}
            metric={metricOf(id)}
            value={totals[id]}
            before={before?.[id]}
            window={window}
            currency={currency}
            spark={figures.sparks[window]?.[id]}
          />
        ))}
      </div>
      <div className="card strip">
        {further.map((id) => (
          <StripFigure key={id} metric={metricOf(id)} value={totals[id]} before={before?.[id]} window={window} currency={currency} />
        ))}
        <div className="strip-figure">
          <Term label="Unattributed" text={unattributedDefinition} />
          <div className="strip-value" data-testid="kpi-unattributed" data-value={figures.unattributed.conversions}>
            {count(figures.unattributed.conversions)}
          </div>
          <div className="strip-note">{money(figures.unattributed.revenue, currency)} · all time</div>
        </div>
      </div>
      <Claims totals={totals} waiting={figures.waitingClaims} currency={currency} />
      <EarnedMedia emv={figures.emv} unrated={figures.emvUnrated} currency={currency} />
      {figures.raw.leads > 0 && (
        <section className="card strip in-six" aria-label="Leads">
          {leads.map((id) => (
            <StripFigure key={id} metric={metricOf(id)} value={totals[id]} before={before?.[id]} window={window} currency={currency} />
          ))}
        </section>
      )}
      {figures.raw.sessions > 0 && (
        <section className="card strip in-seven" aria-label="Traffic">
          {traffic.map((id) => (
            <StripFigure key={id} metric={metricOf(id)} value={totals[id]} before={before?.[id]} window={window} currency={currency} />
          ))}
        </section>
      )}
    </>
  );
}

interface EarnedProps {
  readonly emv: number | null;
  readonly unrated: number;
  readonly currency: string;
}

/** Apart from revenue and cost: it is neither. Nothing where the catalog has no rates. */
function EarnedMedia({ emv, unrated, currency }: EarnedProps) {
  if (emv === null) return null;
  return (
    <section className="card claims" aria-label="Earned media value" data-testid="emv">
      <Term label="EMV" text={emvDefinition} />
      <span data-testid="kpi-emv" data-value={emv} title={exact(emv, currency)}>
        <strong>{money(emv, currency)}</strong> earned media value of all time, no revenue
      </span>
      {unrated > 0 && <span data-value={unrated}>{count(unrated)} activities without a rate are not in it</span>}
    </section>
  );
}

interface ClaimsProps {
  readonly totals: Totals;
  readonly waiting: ViewFigures['overview']['waitingClaims'];
  readonly currency: string;
}

/** How much of the conversions nobody proved; nothing where all are. */
function Claims({ totals, waiting, currency }: ClaimsProps) {
  if (totals.claimedConversions === 0 && waiting.conversions === 0) return null;
  return (
    <section className="card claims" aria-label="Claims" data-testid="claims">
      <Term label="Claimed" text={claimedDefinition} />
      {totals.claimedConversions > 0 && (
        <span data-testid="claimed" data-value={totals.claimedConversions}>
          {count(totals.claimedConversions)} of {count(totals.conversions)} conversions,{' '}
          {money(totals.claimedRevenue, currency)} of {money(totals.revenue, currency)} revenue
        </span>
      )}
      {waiting.conversions > 0 && (
        <span data-testid="waiting-claims" data-value={waiting.conversions}>
          {count(waiting.conversions)} waiting for proof in the workspace
          {waiting.revenue === null ? '' : `, ${money(waiting.revenue, currency)}`}
        </span>
      )}
    </section>
  );
}
