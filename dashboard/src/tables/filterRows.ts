/** Whether any of the texts holds what was typed into the filter box. */
export function matches(filter: string, ...texts: (string | null)[]): boolean {
  const wanted = filter.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text !== null && text.toLowerCase().includes(wanted));
}
