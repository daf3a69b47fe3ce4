import { useEffect, useRef, useState } from 'react';
import { vet } from '../../connection/api';
import type { Vetting } from '../../contract/vetting';
import { download, withMark } from '../../figures/csv';
import { bytes, count } from '../../figures/format';
import { displayName } from '../../figures/names';
import { inWorkspace } from '../../store/workspace';
import { ConnectionState } from '../shell/ConnectionState';
import { ChooseFile } from './ChooseFile';
import { Report } from './Report';
import { mostBytes } from './words';

type Step =
  | { readonly step: 'choose' }
  | { readonly step: 'send'; readonly file: File; readonly sent: number }
  | { readonly step: 'refused'; readonly file: File; readonly why: string; readonly isFile: boolean }
  | { readonly step: 'done'; readonly file: File; readonly vetting: Vetting };

/** Vets creators before money is committed. The report lives on this page and nowhere else. */
export function VettingPage() {
  const [now, setNow] = useState<Step>({ step: 'choose' });
  const sending = useRef<AbortController>(null);
  useEffect(() => () => sending.current?.abort(), []);

  const stop = () => {
    sending.current?.abort();
    setNow({ step: 'choose' });
  };
  const send = async (file: File) => {
    sending.current?.abort();
    const why = unfit(file);
    if (why !== null) return setNow({ step: 'refused', file, why, isFile: true });
    const { signal } = (sending.current = new AbortController());
    setNow({ step: 'send', file, sent: 0 });
    const answer = await vet(inWorkspace('/api/vet'), file, { signal, sent: (sent) => setNow({ step: 'send', file, sent }) });
    if (signal.aborted) return;
    setNow('refused' in answer ? { step: 'refused', file, why: answer.refused, isFile: answer.isFile } : { step: 'done', file, vetting: answer });
  };

  return (
    <div data-testid="vetting" data-step={now.step}>
      <header className="page-header">
        <div className="page-title">
          <h1>Vetting</h1>
          <p>{now.step === 'done' ? summary(now.file, now.vetting) : 'Look at a creator before money is committed'}</p>
        </div>
        <div className="page-tools">
          {now.step === 'done' && (
            <>
              <button type="button" className="button" onClick={() => download('vetted.csv', withMark(now.vetting.table))}>Report (CSV)</button>
              <button type="button" className="button" onClick={stop}>Vet another file</button>
            </>
          )}
          <ConnectionState state={null} zone="UTC" />
        </div>
      </header>
      {now.step === 'done'
        ? <Report vetting={now.vetting} />
        : <ChooseFile sending={now.step === 'send' ? now : null} refused={now.step === 'refused' ? now : null} onFile={(file) => void send(file)} onStop={stop} />}
    </div>
  );
}

/** Why it need not be sent; null: it may do. */
function unfit(file: File): string | null {
  if (file.size === 0) return 'The file is empty.';
  if (file.size > mostBytes) return `The file has ${bytes(file.size)}, and ${bytes(mostBytes)} is the most. Split it by creator, or use the command creatorstream vet.`;
  return null;
}

function summary(file: File, { rows, creators }: Vetting): string {
  const many = creators.length === 1 ? 'one creator' : `${count(creators.length)} creators`;
  return `${displayName(file.name)}: ${count(rows)} ${rows === 1 ? 'row' : 'rows'}, ${many}. Nothing of it is kept: save the report before you leave`;
}
