import { useState, type FormEvent } from 'react';
import { signIn, type SignInAnswer } from '../../connection/api';
import { writePreference } from '../../store/preference';

type Failure = Exclude<SignInAnswer, 'in'> | 'unreachable' | null;

const failures: Record<NonNullable<Failure>, string> = {
  wrong: 'This is not the service’s key. Keys are made where the service runs (creatorstream keys add).',
  'no-right': 'This key may not see figures: it needs the right read.',
  wait: 'Too many wrong keys were tried. Wait a minute, then try again.',
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
      const answer = await signIn(key);
      if (answer === 'in') {
        writePreference('signed-in', 'yes');
        onSignedIn();
        return;
      }
      setFailure(answer);
    } catch {
      setFailure('unreachable');
    }
    setBusy(false);
  };

  return (
    <main className="sign-in">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <h1>CreatorStream</h1>
        <p className="note">This service asks for a key. Enter yours to see its campaigns.</p>
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
