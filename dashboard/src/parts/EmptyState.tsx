import { useState, type ReactNode } from 'react';
import { readPreference } from '../store/preference';
import { currentWorkspace, defaultWorkspace } from '../store/workspace';

export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** The line that makes a first event: a campaign exists from its first event on. */
export function FirstEvent({ campaign = 'my-campaign' }: { campaign?: string }) {
  const [command] = useState(() => firstEventCommand(location.origin, new Date(), campaign, needsKey(), currentWorkspace()));
  return (
    <>
      <Snippet text={command} />
      {needsKey() && <p>Put the service’s key in the place of <code>$KEY</code>, or set it in the shell.</p>}
    </>
  );
}

/** Who signed in here knows that the service asks for its key. */
const needsKey = (): boolean => readPreference('signed-in') !== null;

export function firstEventCommand(origin: string, now: Date, campaign: string, withKey: boolean, workspace: string): string {
  const event = {
    id: '1',
    type: 'click',
    time: now.toISOString(),
    visitor: 'v1',
    campaign,
    creator: 'anna',
    content: 'post-1',
    ...(workspace === defaultWorkspace ? {} : { workspace }),
  };
  // The id may come from an address somebody sent: nothing in it may end the shell's quotes or hide.
  const quoted = JSON.stringify(event).replaceAll(/[^ -~]|'/gu, escaped);
  const key = withKey ? ' -H "authorization: Bearer $KEY"' : '';
  return `curl -X POST ${origin}/v1/events -H 'content-type: application/json'${key} -d '${quoted}'`;
}

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');

function Snippet({ text }: { text: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      // Without https the browser may refuse: the text can still be selected.
      setCopied('failed');
    }
  };
  return (
    <>
      <div className="snippet">
        <pre><code>{text}</code></pre>
        <button type="button" className="button" onClick={() => void copy()}>Copy</button>
      </div>
      <p role="status" className="note">
        {copied === 'yes' && 'Copied.'}
        {copied === 'failed' && 'The browser doesn’t allow copying here: select the line and copy it yourself.'}
      </p>
    </>
  );
}
