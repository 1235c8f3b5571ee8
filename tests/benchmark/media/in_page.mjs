// Stopwatches that run in the player's page.

/** Installs window.watch. Self-contained, because its text is sent to the browser. */
export function install() {
  const video = /** @type {any} */ (document.querySelector('video'));
  const nextPicture = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));

  /** Milliseconds from the page's beginning to the first frame, as the player marks it; null before it. */
  const start = () => performance.getEntriesByName('first-picture')[0]?.startTime ?? null;

  /** Milliseconds from a seek to the frame at its place, which must not be buffered. @param {number} to seconds */
  const seek = async (to) => {
    const { buffered } = video;
    const here = Array.from({ length: buffered.length }).some((_, i) => buffered.start(i) <= to && to < buffered.end(i));
    const from = performance.now();
    video.currentTime = to;
    await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    await nextPicture();
    return { here, took: performance.now() - from };
  };

  /** The longest time without a new frame, from the call of watchGaps() on. */
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
