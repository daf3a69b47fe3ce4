import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ApiError, signOut } from '../../connection/api';
import { displayName } from '../../figures/names';
import { Link } from '../../parts/Link';
import { readPreference, writePreference } from '../../store/preference';
import type { Route } from '../../store/route';
import { useStore } from '../../store/store';
import { theme, toggleTheme } from '../../store/theme';
import { currentWorkspace, identity, inWorkspace } from '../../store/workspace';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  readonly count?: number;
  readonly alarming?: boolean;
}

interface Props {
  /** The sections of the open campaign. */
  readonly items: readonly NavItem[];
  readonly page: Route['page'];
  readonly onHelp: () => void;
}

export function Nav({ items, page, onHelp }: Props) {
  const shade = useStore(theme, (value) => value);
  const mayManage = useStore(identity, (who) => who === null || (who.rights.includes('manage') && who.workspaces === null));
  return (
    <nav className="nav" aria-label="Main">
      <Link href="/" className="brand" aria-label="CreatorStream, all campaigns">
        <svg viewBox="0 0 24 24" fill="none" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
          <path d="M2 16c3 0 3.5-10 7-10s4 12 7.500 12c2.500 0 3.500-4 5.500-6" />
        </svg>
        <span>CreatorStream</span>
      </Link>
      <div className="nav-list">{items.map((item) => <Item key={item.label} item={item} />)}</div>
      {items.length > 0 && <div className="nav-heading">Workspace</div>}
      <div className="nav-list">
        <Item item={{ href: '/', label: 'Campaigns', current: page === 'campaigns' }} />
        <Item item={{ href: '/vetting', label: 'Vetting', current: page === 'vetting' }} />
        {mayManage && <Item item={{ href: '/operations', label: 'Operations', current: page === 'operations' }} />}
      </div>
      <div className="nav-list nav-foot">
        <WorkspaceChoice />
        <Action onClick={toggleTheme}>{shade === 'dark' ? 'Light theme' : 'Dark theme'}</Action>
        <button type="button" className="nav-item for-keyboard" onClick={onHelp}>
          Keyboard <kbd>?</kbd>
        </button>
        {readPreference('signed-in') !== null && <SignOut />}
      </div>
    </nav>
  );
}

/** Only for who reaches several. A new page load leaves nothing of the other's figures behind. */
function WorkspaceChoice() {
  const reached = useStore(identity, (who) => who?.workspaces ?? null);
  if (reached === null || reached.length < 2) return null;
  return (
    <select
      className="field"
      aria-label="Workspace"
      value={currentWorkspace()}
      onChange={(event) => location.assign(inWorkspace('/', event.target.value))}
    >
      {reached.map((name) => <option key={name} value={name}>{displayName(name)}</option>)}
    </select>
  );
}

/** A new page load is the surest way to leave nothing of the figures behind. */
function SignOut() {
  const [failure, setFailure] = useState<string | null>(null);
  const leave = async () => {
    setFailure(null);
    try {
      await signOut();
    } catch (error) {
      setFailure(error instanceof ApiError ? `the service answered ${error.status}` : 'the service didn’t answer');
      return;
    }
    writePreference('signed-in', null);
    location.assign('/');
  };
  return (
    <>
      <Action onClick={() => void leave()}>Sign out</Action>
      {failure !== null && <p className="note error-text" role="alert">You are still signed in: {failure}.</p>}
    </>
  );
}

function Item({ item }: { item: NavItem }) {
  const link = useRef<HTMLAnchorElement>(null);
  // On a phone the list is wider than the screen.
  useEffect(() => {
    if (item.current) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [item.current]);
  return (
    <Link ref={link} href={item.href} className="nav-item" aria-current={item.current ? 'page' : undefined}>
      {item.label}
      {item.count !== undefined && <span className={item.alarming ? 'count bad' : 'count'}>{item.count}</span>}
    </Link>
  );
}

function Action({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="nav-item" onClick={onClick}>
      {children}
    </button>
  );
}
