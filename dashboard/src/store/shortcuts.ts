import { useEffect } from 'react';
import { readPreference, writePreference } from './preference';
import { createStore } from './store';

/** Can be switched off: with speech input, single keys are pressed by accident (WCAG 2.1.4). */
export const shortcutsOn = createStore(readPreference('shortcuts') !== 'off');

export function setShortcuts(on: boolean): void {
  writePreference('shortcuts', on ? null : 'off');
  shortcutsOn.set(on);
}

const typesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement
  && (target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    || target instanceof HTMLSelectElement);

/** Calls what stands under the pressed key, by its character. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!shortcutsOn.get() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (typesText(event.target) || document.querySelector('dialog[open]')) return;
      const action = actions[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [actions]);
}
