import type { Attribution } from '../../contract';
import { modelOf, models, reasonOf, type Model } from './models';

interface Props {
  readonly figures: Attribution['figures'];
  readonly model: Model;
  readonly onChange: (model: Model) => void;
}

/** Which model to decide by and why, and which one the tables show. */
export function ChosenModel({ figures, model, onChange }: Props) {
  const primary = modelOf(figures.primary.model);
  const chosen = modelOf(model);
  return (
    <section className="card model-choice" aria-labelledby="model-title">
      <div className="model-reason">
        <h2 id="model-title" data-testid="primary-model">
          Decide by {primary.label}: <span>{reasonOf(figures)}</span>
        </h2>
        <p className="note">
          {model !== primary.id && <><span className="chip warning">for comparison</span>{' '}</>}
          {chosen.label}: {lowerFirst(chosen.definition)}
        </p>
      </div>
      <label className="model-select">
        Model
        <select className="field" value={model} onChange={(event) => onChange(modelOf(event.target.value as Model).id)}>
          <Options label="Each order by itself" isFitted={false} primary={primary.id} />
          <Options label="Fitted to all paths" isFitted primary={primary.id} />
        </select>
      </label>
    </section>
  );
}

function Options({ label, isFitted, primary }: { readonly label: string; readonly isFitted: boolean; readonly primary: Model }) {
  return (
    <optgroup label={label}>
      {models.filter((model) => model.isFitted === isFitted).map((model) => (
        <option key={model.id} value={model.id} title={model.definition}>
          {model.label}{model.id === primary ? ' (decide by it)' : ''}
        </option>
      ))}
    </optgroup>
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
