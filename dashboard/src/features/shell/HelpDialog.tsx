import { useEffect, useRef } from 'react';
import { setShortcuts, shortcutsOn } from '../../store/shortcuts';
import { useStore } from '../../store/store';

const keys: readonly (readonly [string, string])[] = [
  ['1 2 3 4', 'Window: 15 min, 1 h, 24 h, all'],
  ['A', 'Authentic: without what is inauthentic'],
  ['R', 'Raw: every accepted event'],
  ['P', 'Pause or resume the display, also of the list of campaigns'],
  ['?', 'This list'],
  ['Esc', 'Close a list or tooltip'],
];

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const enabled = useStore(shortcutsOn, (value) => value);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="help-title" onClose={onClose}>
      <header>
        <h2 id="help-title">Keyboard</h2>
        <button type="button" className="button" onClick={onClose}>Close</button>
      </header>
      <dl className="keys">
        {keys.map(([key, meaning]) => (
          <div key={key} className="keys-row">
            <dt>{key.split(' ').map((part) => <kbd key={part}>{part}</kbd>)}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={enabled} onChange={(event) => setShortcuts(event.target.checked)} />
        Single keys are shortcuts
      </label>
    </dialog>
  );
}
