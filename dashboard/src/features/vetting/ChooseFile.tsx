import { useState, type DragEvent } from 'react';
import { bytes, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { mostBytes, sentence } from './words';

interface Props {
  readonly sending: { readonly file: File; readonly sent: number } | null;
  /** isFile: the file is at fault; else it can be sent again as it is. */
  readonly refused: { readonly file: File; readonly why: string; readonly isFile: boolean } | null;
  readonly onFile: (file: File) => void;
  readonly onStop: () => void;
}

/** Takes a file, by choosing or dropping it, and says how far it is and why it can't be used. */
export function ChooseFile({ sending, refused, onFile, onStop }: Props) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <div className="stack">
      {refused !== null && (
        <section className="card vet-refused" role="alert">
          <h2>{displayName(refused.file.name)} {refused.isFile ? 'can’t be used' : 'was not looked at'}</h2>
          <p className="vet-why">{sentence(displayName(refused.why))}</p>
          {refused.isFile
            ? <p className="note">Nothing was read of it. Correct the file and choose it again.</p>
            : <button type="button" className="button" onClick={() => onFile(refused.file)}>Send it again</button>}
        </section>
      )}
      <section
        className={over ? 'card vet-drop over' : 'card vet-drop'}
        aria-label="File"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {sending === null ? <Choice onFile={onFile} /> : <Progress {...sending} onStop={onStop} />}
      </section>
      <Needed />
    </div>
  );
}

function Choice({ onFile }: Pick<Props, 'onFile'>) {
  return (
    <>
      <p>Drop a CSV file here, or</p>
      <input
        id="vet-file"
        className="visually-hidden"
        type="file"
        accept=".csv,.gz,text/csv"
        aria-describedby="vet-file-note"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          // The same file again, once it is corrected, is a change too.
          event.target.value = '';
        }}
      />
      <label className="button primary" htmlFor="vet-file">Choose a file</label>
      <p className="note" id="vet-file-note">At most {bytes(mostBytes)}, packed (gzip) or not. It is read once, and nothing of it is kept.</p>
    </>
  );
}

function Progress({ file, sent, onStop }: { readonly file: File; readonly sent: number; readonly onStop: () => void }) {
  const name = displayName(file.name);
  const words = sent < 1 ? `Sends ${name}` : `Looks at ${name}: that may take some seconds`;
  return (
    <>
      <p role="status">{words}</p>
      <progress className="vet-progress" aria-label={words} {...(sent < 1 && { value: sent })} />
      <p className="note">{sent < 1 ? `${percent(sent, 0)} of ${bytes(file.size)}` : `All of ${bytes(file.size)} sent`}</p>
      <button type="button" className="button" onClick={onStop}>Stop</button>
    </>
  );
}

const rows = [
  { row: 'profile', what: 'the creator’s profile on a platform', columns: 'followers, follows, posts, country' },
  { row: 'counter', what: 'what the platform’s counters showed at a time, of the account or of a post', columns: 'time, content, followers, views, likes, comments' },
  { row: 'post', what: 'when content was published', columns: 'content, time' },
  { row: 'engagement', what: 'what somebody did: likes, comments, and what is known of who did it', columns: 'actor, time, kind, content, country, text, agent, and the actor’s own profile' },
];

function Needed() {
  return (
    <section className="card" aria-labelledby="vet-needed">
      <div className="card-header">
        <h2 id="vet-needed">What the file says</h2>
        <div className="card-tools">
          <a className="link" href="/vet-template.csv" download="vet-template.csv">Template (CSV)</a>
        </div>
      </div>
      <p className="vet-lead">
        Each row is a fact; its column <code>row</code> says of which sort. All else may be missing: what is not there is
        unknown, and said so. Take engagements of all posts, spread over weeks: the last likes of one post say nothing of
        the audience.
      </p>
      <dl className="vet-rows">
        {rows.map(({ row, what, columns }) => (
          <div key={row}>
            <dt><code>{row}</code></dt>
            <dd>{what}<span className="note">{columns}</span></dd>
          </div>
        ))}
      </dl>
      <p className="note">Further columns: <code>creator</code>, where the file is about several, and <code>platform</code>. Ids of actors may be any; they are not shown.</p>
    </section>
  );
}
