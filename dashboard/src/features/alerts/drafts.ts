/** A comment that is being written about an alert. */
export interface Draft {
  /** The campaign, and whom of it. */
  readonly about: string;
  readonly rule: string;
  /** When the alert opened, as last seen. */
  opened: number;
  text: string;
}

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

/** By how much late events move openings: that of a rule which is judged by the hour, over a day, by more. */
const toleranceMs = (rule: string): number => (rule === 'cpa-above' ? 180 : 15) * minuteMs;

/** An alert may leave the list meanwhile: what was written about it is here when it comes back. */
const drafts = new Set<Draft>();

/**
 * Whether an alert that opens at one time is the one that a draft is about. Each midnight (UTC) the opening of one that lasts for
 * days moves on to a midnight, a day later at most.
 */
const isOf = (draft: Draft, opened: number): boolean =>
  Math.abs(draft.opened - opened) <= toleranceMs(draft.rule)
  || (opened % dayMs === 0 && opened > draft.opened && opened - draft.opened <= dayMs);

/** The comment that somebody began about an alert, if any. */
export function draftOf(about: string, rule: string, opened: number): Draft | undefined {
  const found = [...drafts].find((draft) => draft.about === about && draft.rule === rule && isOf(draft, opened));
  if (found) found.opened = opened;
  return found;
}

export function beginDraft(about: string, rule: string, opened: number): Draft {
  const begun = { about, rule, opened, text: '' };
  drafts.add(begun);
  return begun;
}

export function endDraft(draft: Draft): void {
  drafts.delete(draft);
}
