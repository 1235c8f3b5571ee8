// Stopwatches within the page of a player.

/** Installs window.watch. Self-contained, because it is sent to the browser as text. */
export function install() {
  const video = /** @type {any} */ (document.querySelector('video'));
  const nextPicture = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));

  /** Milliseconds from the page's beginning to the first picture, as the player marks it; null while there is none. */
  const start = () => performance.getEntriesByName('first-picture')[0]?.startTime ?? null;

  /** From the wish to the picture of that moment, in ms; where it is not here yet. @param {number} to seconds */
  const seek = async (to) => {
    const { buffered } = video;
    const here = Array.from({ length: buffered.length }).some((_, i) => buffered.start(i) <= to && to < buffered.end(i));
    const from = performance.now();
    video.currentTime = to;
    await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    await nextPicture();
    return { here, took: performance.now() - from };
  };

  /** The longest time without a new picture from now on. */
  const gaps = { longest: 0, last: 0 };
  const watchGaps = () => {
    Object.assign(gaps, { longest: 0, last: performance.now() });
    const look = () => {
      gaps.longest = Math.max(gaps.longest, performance.now() - gaps.last);
      gaps.last = performance.now();
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  };
  Object.assign(window, { watch: { start, seek, watchGaps, longestGap: () => gaps.longest } });
}
