import { displayName, mixesAlphabets } from '../figures/names';
import { Link } from './Link';

interface Props {
  readonly name: string;
  readonly id: string;
  readonly aside?: string | null;
  /** All of what the aside cuts short. */
  readonly asideTitle?: string;
  readonly href?: string;
}

/** A name from outside: harmless to show, cut when long, its id in the title. */
export function Name({ name, id, aside, asideTitle, href }: Props) {
  const shown = displayName(name, displayName(id));
  const text = <bdi>{shown}</bdi>;
  const title = shown === id ? shown : `${shown} (${displayName(id)})`;
  return (
    <span className="name">
      {href === undefined ? (
        <span className="name-text" title={title}>{text}</span>
      ) : (
        <Link className="name-text" href={href} title={title}>{text}</Link>
      )}
      {mixesAlphabets(shown) && (
        <span className="chip warning" title="Letters of several alphabets in one word: compare the id">look-alike</span>
      )}
      {aside && <small title={asideTitle ?? aside}>{aside}</small>}
    </span>
  );
}
