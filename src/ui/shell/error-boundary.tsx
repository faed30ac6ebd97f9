/** Catches a failing room, says so, and lets the person try again. The engine runs on beside it. */
import { Component, type ReactNode } from 'react';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';

interface ErrorBoundaryState {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Failure detail={error.message} onRetry={() => this.setState({ error: null })} />;
  }
}

function Failure({ detail, onRetry }: { readonly detail: string; readonly onRetry: () => void }) {
  const m = useMessages();
  return (
    <div className="message" role="alert">
      <h2>{m.app.wrongTitle}</h2>
      <p>{m.app.wrongText}</p>
      <p className="data quiet">{detail}</p>
      <Button kind="outlined" onClick={onRetry}>
        {m.app.tryAgain}
      </Button>
    </div>
  );
}
