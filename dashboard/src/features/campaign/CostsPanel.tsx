import type { ViewFigures } from '../../contract';
import { money } from '../../figures/format';
import { Info } from '../../parts/Tip';

interface Props {
  readonly costs: ViewFigures['overview']['costs'];
  readonly currency: string;
}

type Purpose = Props['costs'][number]['purpose'];

const labels: Record<Purpose, string> = {
  fee: 'Fees',
  agency: 'Agency',
  production: 'Production',
  samples: 'Samples',
  shipping: 'Shipping',
  tools: 'Tools',
  overhead: 'Overhead',
  platform: 'Platform spend',
  other: 'Other',
};

const definition =
  'What the campaign has cost since the start, by the purpose that the catalog names. Fees accrue over their own period as far as the data reach, commissions with the revenue that they are a part of.';

/** Cost by purpose; nothing where there is none. */
export function CostsPanel({ costs, currency }: Props) {
  if (costs.length === 0) return null;
  return (
    <section className="card" aria-labelledby="costs-title">
      <div className="card-header">
        <h2 id="costs-title">
          Cost by purpose <Info label="Cost by purpose" text={definition} />
        </h2>
        <span className="aside">since start</span>
      </div>
      <ul className="counters">
        {costs.map(({ purpose, cost }) => (
          <li key={purpose} data-testid={`cost-${purpose}`} data-value={cost ?? ''}>
            <span>{labels[purpose]}</span> {money(cost, currency)}
          </li>
        ))}
      </ul>
    </section>
  );
}
