/** Whether somebody can see the page; tests put their own in its place. */
export interface Visibility {
  isHidden(): boolean;
  /** Returns what ends it. */
  onShown(callback: () => void): () => void;
}

export const browserVisibility: Visibility = {
  isHidden: () => document.hidden,
  onShown: (callback) => {
    const listen = () => {
      if (!document.hidden) callback();
    };
    document.addEventListener('visibilitychange', listen);
    return () => document.removeEventListener('visibilitychange', listen);
  },
};

interface Handlers<T> {
  got(value: T): void;
  failed(error: unknown): void;
}

/**
 * Asks again and again, one question at a time, while the page can be seen; at once when it is shown again. Returns
 * what ends it.
 */
export function poll<T>(ask: () => Promise<T>, everyMs: number, handlers: Handlers<T>, visibility: Visibility): () => void {
  let ended = false;
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    if (ended || asking || visibility.isHidden()) return;
    asking = true;
    try {
      const value = await ask();
      if (!ended) handlers.got(value);
    } catch (error) {
      if (!ended) handlers.failed(error);
    }
    asking = false;
    if (!ended) timer = setTimeout(() => void turn(), everyMs);
  };
  const forget = visibility.onShown(() => void turn());
  void turn();
  return () => {
    ended = true;
    clearTimeout(timer);
    forget();
  };
}
