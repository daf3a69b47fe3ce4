import { useId, useState, type FocusEvent, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface Trigger {
  readonly 'aria-describedby': string;
  readonly onPointerEnter: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

type Place = { left: number; bottom: number } | { left: number; top: number };

const width = 280;
const edge = 8;
const gap = 6;
/** Higher than any definition. */
const roomNeeded = 150;

/**
 * A tooltip on hover and focus; Escape hides it. The text is always in the document, so that
 * screen readers find it, and the bubble is placed in the window, so that no scroll area cuts it.
 */
export function Tip({ text, children }: { text: string; children: (trigger: Trigger) => ReactNode }) {
  const id = useId();
  const [place, setPlace] = useState<Place | null>(null);
  const show = (trigger: Element) => {
    const box = trigger.getBoundingClientRect();
    const left = Math.max(edge, Math.min(box.left + box.width / 2 - width / 2, innerWidth - width - edge));
    // Above or below the whole frame, so that it doesn't cover the figure that it explains.
    const frame = (trigger.closest('[data-tip-frame]') ?? trigger).getBoundingClientRect();
    setPlace(frame.top > roomNeeded ? { left, bottom: innerHeight - frame.top + gap } : { left, top: frame.bottom + gap });
  };
  const hide = () => setPlace(null);
  return (
    <>
      {children({
        'aria-describedby': id,
        onPointerEnter: (event) => show(event.currentTarget),
        onPointerLeave: hide,
        onFocus: (event) => show(event.currentTarget),
        onBlur: hide,
        onKeyDown: (event) => {
          if (event.key === 'Escape') hide();
        },
      })}
      <span id={id} hidden>
        {text}
      </span>
      {place
        && createPortal(
          <div className="tip" style={place} aria-hidden="true">
            {text}
          </div>,
          document.body,
        )}
    </>
  );
}

export function Info({ label, text }: { label: string; text: string }) {
  return (
    <Tip text={text}>
      {(trigger) => (
        <button type="button" className="info-button" aria-label={`What ${label} means`} {...trigger}>
          <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.3" aria-hidden="true">
            <circle cx="8" cy="8" r="6.4" />
            <path d="M8 7.3v3.6M8 4.9v.2" strokeLinecap="round" strokeWidth="1.6" />
          </svg>
        </button>
      )}
    </Tip>
  );
}

/** A label that is its own tooltip's trigger, where a sign at each would be too many. */
export function Term({ label, text }: { label: string; text: string }) {
  return (
    <Tip text={text}>
      {(trigger) => <button type="button" className="term" {...trigger}>{label}</button>}
    </Tip>
  );
}
