import { useId, useLayoutEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { postDecision, type AlertDecision } from '../../connection/api';
import type { Alert } from '../../contract';
import { displayName } from '../../figures/names';
import { fullMoment, moment } from '../../figures/time';
import { useStore } from '../../store/store';
import { currentWorkspace, identity } from '../../store/workspace';
import { beginDraft, draftOf, endDraft, type Draft } from './drafts';
import { useWritten } from './written';

const mostLetters = 500;
const muteMs = 24 * 60 * 60 * 1000;

interface Props {
  readonly alert: Alert;
  readonly campaign: string;
  /** The data-as-of time: a mute ends in event time, too. */
  readonly now: number;
  readonly zone: string;
  readonly onDecided: (alert: Alert) => void;
}

/** What was decided about an alert, and what can be decided. Whoever may not decide sees the first alone. */
export function AlertDecisions({ alert, campaign, now, zone, onDecided }: Props) {
  const mayDecide = useStore(identity, (who) => who === null || who.rights.includes('decide'));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const about = JSON.stringify([campaign, alert.creator, alert.content]);
  const opened = Date.parse(alert.opened);
  const [draft, setDraft] = useState(() => draftOf(about, alert.rule, opened));
  const written = useWritten(alert);

  const decide = async (decision: AlertDecision): Promise<boolean> => {
    setBusy(true);
    onDecided(alert);
    const answer = await postDecision('/api/alerts', { campaign, alert: alert.id, workspace: currentWorkspace(), ...decision });
    setBusy(false);
    setFailure(answer === 'written' ? null : answer.refused);
    if (answer === 'written') written.keep(decision.decision);
    return answer === 'written';
  };
  const button = (label: string, decision: AlertDecision) => (
    <button
      type="button"
      className="text-button"
      // Not disabled: that would take the keyboard's focus from it.
      aria-disabled={isBusy}
      onClick={() => {
        if (!isBusy) void decide(decision);
      }}
    >
      {label}
    </button>
  );
  const stopWriting = () => {
    if (draft) endDraft(draft);
    setDraft(undefined);
  };
  const muteUntil = new Date(now + muteMs).toISOString();
  return (
    <>
      {alert.acknowledged !== null && (
        <p className="decided">
          Acknowledged by {whoWords(alert.acknowledged.by)}, {moment(Date.parse(alert.acknowledged.at), now, zone)}
        </p>
      )}
      {alert.muted !== null && (
        <p className="decided">
          Muted by {whoWords(alert.muted.by)} until {moment(Date.parse(alert.muted.until), now, zone)}, with all of this rule about {mutedOf(alert)}
        </p>
      )}
      {alert.lastComments.length > 0 && (
        <ul className="alert-comments" aria-label="Comments">
          {alert.lastComments.map((comment) => (
            <li key={comment.id}>
              <p>{comment.text.split('\n').map((line) => displayName(line, '')).join('\n')}</p>
              <span className="note" title={fullMoment(Date.parse(comment.at), zone)}>
                {whoWords(comment.by)}, {moment(Date.parse(comment.at), now, zone)}
              </span>
              {mayDecide && button('Withdraw', { decision: 'withdraw', comment: comment.id })}
            </li>
          ))}
          {alert.comments > alert.lastComments.length && (
            <li className="note">and {alert.comments - alert.lastComments.length} older</li>
          )}
        </ul>
      )}
      {mayDecide && (
        <div className="alert-actions">
          <OrNote note={written.note('acknowledged')}>
            {alert.acknowledged === null
              ? button('Acknowledge', { decision: 'acknowledge' })
              : button('Undo acknowledgement', { decision: 'unacknowledge' })}
          </OrNote>
          <OrNote note={written.note('muted')}>
            {alert.muted === null
              ? button('Mute 24 h', { decision: 'mute', until: muteUntil })
              : button('Unmute', { decision: 'unmute' })}
          </OrNote>
          {!draft && (
            <button type="button" className="text-button" onClick={() => setDraft(beginDraft(about, alert.rule, opened))}>Comment</button>
          )}
          <OrNote note={written.note('comments')} />
        </div>
      )}
      {draft && (
        <CommentForm
          draft={draft}
          isBusy={isBusy}
          send={async (text) => {
            if (await decide({ decision: 'comment', text })) stopWriting();
          }}
          cancel={stopWriting}
        />
      )}
      {failure !== null && <p className="note error-text" role="alert">Nothing was written: {failure}.</p>}
    </>
  );
}

/**
 * A note in place of a button, so that no second press sends the opposite of the first. Its place is always in the document, so
 * that screen readers say what changes in it.
 */
function OrNote({ note, children }: { readonly note: string | null; readonly children?: ReactNode }) {
  const status = useRef<HTMLSpanElement>(null);
  const hadFocus = useRef(false);
  const place = useRef<HTMLSpanElement>(null);
  // What takes the other's place takes the keyboard's focus, too: else it would begin anew at the top of the page.
  useLayoutEffect(() => {
    if (hadFocus.current) (note === null ? place.current?.querySelector('button') : status.current)?.focus();
  }, [note]);
  return (
    <span ref={place} onFocus={() => { hadFocus.current = true; }} onBlur={() => { hadFocus.current = false; }}>
      <span className="note" role="status" tabIndex={-1} ref={status}>{note}</span>
      {note === null && children}
    </span>
  );
}

interface FormProps {
  readonly draft: Draft;
  readonly isBusy: boolean;
  readonly send: (text: string) => Promise<void>;
  readonly cancel: () => void;
}

function CommentForm({ draft, isBusy, send, cancel }: FormProps) {
  const [text, setText] = useState(draft.text);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(text.trim());
  };
  return (
    <form className="alert-form" onSubmit={submit}>
      <label className="visually-hidden" htmlFor={id}>Comment</label>
      <textarea
        id={id}
        rows={2}
        maxLength={mostLetters}
        placeholder="What you found or did. Everybody who sees the alert can read it."
        value={text}
        autoFocus
        onChange={(event) => {
          setText(event.target.value);
          draft.text = event.target.value;
        }}
      />
      <div className="alert-actions">
        <button type="submit" className="button primary" disabled={isBusy || text.trim() === ''}>Comment</button>
        <button type="button" className="button" onClick={cancel}>Cancel</button>
      </div>
    </form>
  );
}

/** What else is muted with an alert: those of other creators and content go on. */
const mutedOf = ({ creator, content }: Alert): string => (content !== null ? 'this content' : creator !== null ? 'this creator' : 'the campaign as a whole');

/** `key:office` is the key called office. */
const whoWords = (by: string): string => displayName(by.startsWith('key:') ? by.slice('key:'.length) : by);
