import { createStore } from './store';
import { readPreference, writePreference } from './preference';

export type Theme = 'light' | 'dark';

const dark = () => matchMedia('(prefers-color-scheme: dark)');
const preferred = (): Theme | null => {
  const stored = readPreference('theme');
  return stored === 'light' || stored === 'dark' ? stored : null;
};
const effective = (): Theme => preferred() ?? (dark().matches ? 'dark' : 'light');

/** The theme in force: the system's, unless another was chosen here. */
export const theme = createStore<Theme>('light');

function apply(): void {
  const next = effective();
  document.documentElement.dataset.theme = next;
  theme.set(next);
}

export function initTheme(): void {
  apply();
  dark().addEventListener('change', apply);
}

/** Choosing what the system says anyway goes back to following it. */
export function toggleTheme(): void {
  const next: Theme = effective() === 'dark' ? 'light' : 'dark';
  const system: Theme = dark().matches ? 'dark' : 'light';
  writePreference('theme', next === system ? null : next);
  apply();
}
