/** The browser's frames and tab visibility; tests put their own in its place. */
export interface Frames {
  request(callback: () => void): void;
  isHidden(): boolean;
  onShown(callback: () => void): void;
}

/**
 * Coalesces any number of requests into one paint per animation frame. A hidden tab paints nothing
 * and catches up, once, when it is shown.
 */
export function createPainter(paint: () => void, frames: Frames): { request(): void } {
  let requested = false;
  let owed = false;

  const request = (): void => {
    if (frames.isHidden()) {
      owed = true;
      return;
    }
    if (requested) return;
    requested = true;
    frames.request(() => {
      requested = false;
      paint();
    });
  };
  frames.onShown(() => {
    if (!owed) return;
    owed = false;
    request();
  });
  return { request };
}

export const browserFrames: Frames = {
  request: (callback) => void requestAnimationFrame(callback),
  isHidden: () => document.hidden,
  onShown: (callback) =>
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) callback();
    }),
};
