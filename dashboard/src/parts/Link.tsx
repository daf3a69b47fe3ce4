import type { ComponentProps, MouseEvent } from 'react';
import { navigate } from '../store/navigation';
import { inWorkspace } from '../store/workspace';

/** A real link (copied, opened in a new tab) that doesn't load the page again on a plain click. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const address = inWorkspace(href);
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(address);
  };
  return <a href={address} onClick={follow} {...rest} />;
}
