import { Fragment } from 'react';
import type { PathRow, PathStep } from '../../contract';
import { displayName } from '../../figures/names';

const earlier = 'earlier steps';

function stepText(step: PathStep): string {
  if (step.channel !== '') return displayName(step.channel);
  return step.creator === '' ? 'unknown' : displayName(step.name, step.creator);
}

/** The path in words. */
export const pathText = (row: PathRow): string =>
  [...(row.isCut ? [earlier] : []), ...row.steps.map(stepText)].join(' > ');

/** A step for files: creators by name as it was given, and channels told from them. */
export function stepForFile(step: PathStep): string {
  if (step.channel !== '') return `channel:${step.channel}`;
  return step.creator === '' ? 'unknown' : step.name || step.creator;
}

/** The path for files; in a name no sign parts steps. */
export const pathForFile = (row: PathRow): string =>
  [...(row.isCut ? [earlier] : []), ...row.steps.map((step) => stepForFile(step).replaceAll('>', '›'))].join(' > ');

interface Props {
  readonly row: PathRow;
  /** The one that is looked at: steps in others say so. */
  readonly campaign: string;
  readonly campaignName: (id: string) => string;
}

/** Creators and channels one after another; the one that gets the credit stands out. */
export function PathSteps({ row, campaign, campaignName }: Props) {
  return (
    <span className="path">
      {row.isCut && <Earlier row={row} />}
      {row.steps.map((step, at) => {
        const elsewhere = step.campaign !== '' && step.campaign !== campaign;
        return (
          // A path is one row's for good: its steps don't move.
          <Fragment key={at}>
            {(at > 0 || row.isCut) && <span className="to" aria-hidden="true">›</span>}
            <span
              className={className(elsewhere || step.creator === '', at === row.credited)}
              title={step.channel === '' ? titleOf(step, campaignName) : `Channel ${displayName(step.channel)}`}
            >
              <bdi>{stepText(step)}</bdi>
              {elsewhere && <small> in <bdi>{campaignName(step.campaign)}</bdi></small>}
            </span>
          </Fragment>
        );
      })}
    </span>
  );
}

/** What is not shown of a long path; whom last touch credits may be among it. */
function Earlier({ row }: { readonly row: PathRow }) {
  const credited = row.credited < 0;
  return (
    <span className={className(true, credited)} title={credited ? `${earlier}, among them ${stepText(row.creditedStep)}, who is credited` : earlier}>
      …
    </span>
  );
}

const className = (other: boolean, credited: boolean): string =>
  ['step', other && 'other', credited && 'credited'].filter(Boolean).join(' ');

const titleOf = (step: PathStep, campaignName: (id: string) => string): string =>
  step.campaign === '' ? 'In no campaign' : `${stepText(step)}, campaign ${campaignName(step.campaign)}`;
