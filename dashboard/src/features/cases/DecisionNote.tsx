import { isLastWord, keyOf, once, type About, type Decided, type Sent } from './useDecisions';

interface Props {
  readonly about: About;
  readonly decided: Decided;
  /** What figures say was decided. */
  readonly shown: string;
  /** What is said of a decision that was written, by its word. */
  readonly words: Readonly<Record<string, string>>;
}

/**
 * What became of a decision, with the way back. Always in the document, so that screen readers say what changes in it; its button
 * stays the same one, so that the keyboard's focus isn't lost with it.
 */
export function DecisionNote({ about, decided, shown, words }: Props) {
  const last = decided.of.get(keyOf(about));
  const sent = last !== undefined && isLastWord(last, shown, Date.now()) ? last : undefined;
  const press = ({ word, before, isUndo, step }: Sent) => {
    if (step === 'written') decided.send(about, before, word, shown, !isUndo);
    else if (step !== 'sending') decided.send(about, word, before, shown, isUndo);
  };
  return (
    <span className="decision-note">
      <span role="status">{sent && <What sent={sent} words={words} />}</span>
      {sent && (
        <button type="button" className="text-button link" aria-disabled={sent.step === 'sending'} onClick={once(() => press(sent))}>
          {typeof sent.step === 'object' ? 'Try again' : sent.isUndo ? 'Redo' : 'Undo'}
        </button>
      )}
    </span>
  );
}

function What({ sent, words }: { readonly sent: Sent; readonly words: Props['words'] }) {
  if (sent.step === 'sending') return 'Writing …';
  if (sent.step !== 'written') return <span className="error-text">Nothing was written: {sent.step.refused}.</span>;
  return `${sent.isUndo ? 'Undone' : words[sent.word]}: it is in the log${sent.word === 'escalated' ? '' : ', figures follow within seconds'}.`;
}
