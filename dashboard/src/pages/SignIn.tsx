import { useState, type FormEvent } from 'react';
import { signIn } from '../connection/api';
import { writePreference } from '../store/preference';

type Failure = 'wrong' | 'unreachable' | null;

const failures: Record<NonNullable<Failure>, string> = {
  wrong: 'This is not the service’s key. It was set where the service is started.',
  unreachable: 'The service didn’t answer. Check that it runs, then try again.',
};

export function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const [key, setKey] = useState('');
  const [failure, setFailure] = useState<Failure>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      if (await signIn(key)) {
        writePreference('signed-in', 'yes');
        onSignedIn();
        return;
      }
      setFailure('wrong');
    } catch {
      setFailure('unreachable');
    }
    setBusy(false);
  };

  return (
    <main className="sign-in">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <h1>CreatorStream</h1>
        <p className="note">This service was started with a key. Enter it to see its campaigns.</p>
        <label>
          Key
          <input
            className="field"
            type="password"
            autoComplete="current-password"
            autoFocus
            required
            value={key}
            aria-invalid={failure === 'wrong'}
            aria-describedby="sign-in-failure"
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        <p id="sign-in-failure" role="alert" className="error-text">{failure === null ? '' : failures[failure]}</p>
        <button type="submit" className="button primary" disabled={busy}>Sign in</button>
      </form>
    </main>
  );
}
