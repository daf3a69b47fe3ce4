import type { Signal } from '../../contract/vetting';
import { Info } from '../../parts/Tip';
import { ShareBar } from './ShareBar';
import { foundFirst, isFound, sentence, signalLabel, states } from './words';

/** Every signal, what was found first: why, how large, and whom it may wrong. */
export function SignalsCard({ signals }: { readonly signals: readonly Signal[] }) {
  return (
    <section className="card" aria-labelledby="vet-signals">
      <div className="card-header">
        <h2 id="vet-signals">
          Signals
          <Info label="Signals" text="Unknown: the file has too little to look for it, and that is no good sign and no bad one. Where a share is compared, the lower end of its 95 % interval is." />
        </h2>
      </div>
      <ul className="vet-signals">
        {foundFirst(signals).map((signal) => <Item key={signal.reason} signal={signal} />)}
      </ul>
    </section>
  );
}

function Item({ signal }: { readonly signal: Signal }) {
  const { label, tone } = states[signal.state];
  const found = isFound(signal);
  return (
    <li className={found ? `alert ${tone}` : signal.state} data-reason={signal.reason} data-state={signal.state}>
      <div className="case-head">
        <h3 title={signal.reason}>{signalLabel(signal.reason)}</h3>
        <span className={`chip ${tone}`}>{label}</span>
      </div>
      <p>{sentence(signal.why)}</p>
      {signal.share !== null && <ShareBar share={signal.share} />}
      {found && <Wronged signal={signal} />}
      <details>
        <summary>{found ? 'When it is found' : 'When it is found, and whom it may wrong'}</summary>
        <p>{signal.rule}</p>
        {!found && <Wronged signal={signal} />}
      </details>
    </li>
  );
}

function Wronged({ signal }: { readonly signal: Signal }) {
  return (
    <p>
      <span className="vet-label">May be wrong about</span> {signal.mayWrong}
      {signal.mayBeStrangers && ' It may be the work of strangers: alone it leads to a closer look and no further.'}
    </p>
  );
}
