import type { About, Decided } from './useDecisions';
import { keyOf } from './useDecisions';

interface Props {
  readonly about: About;
  readonly decided: Decided;
  /** What is said of a decision that was written, by its word. */
  readonly words: Readonly<Record<string, string>>;
}

/** What became of a decision, with the way back. Always in the document, so that screen readers say what changes in it. */
export function DecisionNote({ about, decided, words }: Props) {
  const sent = decided.of.get(keyOf(about));
  return (
    <span className="decision-note" role="status">
      {sent?.step === 'sending' && 'Writing …'}
      {sent?.step === 'written' && (
        <>
          {sent.isUndo ? 'Undone' : words[sent.word]}: it is in the log, figures follow within seconds.{' '}
          {!sent.isUndo && (
            <button type="button" className="text-button link" onClick={() => decided.send(about, sent.before, sent.word, true)}>Undo</button>
          )}
        </>
      )}
      {typeof sent?.step === 'object' && <span className="error-text">Nothing was written: {sent.step.refused}.</span>}
    </span>
  );
}
