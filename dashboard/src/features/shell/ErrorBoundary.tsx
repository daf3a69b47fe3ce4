import { Component, type ReactNode } from 'react';

interface State {
  readonly failure: Error | null;
}

/** A fault in one figure must not leave an empty page that says nothing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(failure: Error): State {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return (
      <main className="sign-in">
        <section className="card empty" role="alert">
          <h1>This page failed</h1>
          <p>
            The service goes on counting. Load the page again; if it fails again, report this text: <code>{failure.message}</code>
          </p>
          <button type="button" className="button primary" onClick={() => location.reload()}>Load again</button>
        </section>
      </main>
    );
  }
}
