/**
 * A choice this browser remembers. Storage can be forbidden or full; then a choice lasts as long as
 * the page.
 */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(`creatorstream.${name}`);
  } catch {
    return null;
  }
}

export function writePreference(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`creatorstream.${name}`);
    else localStorage.setItem(`creatorstream.${name}`, value);
  } catch {
    // See above.
  }
}
