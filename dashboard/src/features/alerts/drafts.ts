/** A comment that is being written about an alert. */
export interface Draft {
  readonly about: string;
  /** When the alert opened, as last seen. */
  opened: number;
  text: string;
}

const toleranceMs = 15 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** An alert may leave the list meanwhile: what was written about it is here when it comes back. */
const drafts = new Set<Draft>();

/**
 * Whether an alert that opens at one time is the one that opened at another. Late events move openings, by as much as the
 * service allows for; and each midnight (UTC) that of an alert which lasts for days moves on to a midnight, a day later at most.
 */
const isSame = (before: number, opened: number): boolean =>
  Math.abs(before - opened) <= toleranceMs || (opened % dayMs === 0 && opened > before && opened - before <= dayMs);

/** The comment that somebody began about an alert, if any. */
export function draftOf(about: string, opened: number): Draft | undefined {
  const found = [...drafts].find((draft) => draft.about === about && isSame(draft.opened, opened));
  if (found) found.opened = opened;
  return found;
}

export function beginDraft(about: string, opened: number): Draft {
  const begun = { about, opened, text: '' };
  drafts.add(begun);
  return begun;
}

export function endDraft(draft: Draft): void {
  drafts.delete(draft);
}
