// Observes a player from within its page: the frame that is shown, the tone that is heard, the length of stalls.

/**
 * Installs window.matrix. Self-contained, because it is sent to the browser as text.
 * @param {string} frameReader shownFrame of film.mjs as text
 * @param {{fps: number, lead: number, tones: {lowest: number, step: number, count: number}}} clip
 */
export function install(frameReader, { fps, lead, tones }) {
  const read = /** @type {(video: HTMLVideoElement) => number} */ (new Function(`return ${frameReader}`)());
  const video = /** @type {any} */ (document.querySelector('video'));
  const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1];

  /** The distance in frames between the shown frame and the one of a position; 0 is right. @param {number} time */
  const framesOff = (time) => read(video) - Math.floor((time - lead) * fps + 0.01);

  const heard = { right: 0, wrong: 0, late: /** @type {number[]} */ ([]) };
  // Firefox gives pages no sound to analyse while it has no display.
  if (video.webkitAudioDecodedByteCount !== undefined) {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
    context.createMediaElementSource(video).connect(analyser).connect(context.destination);
    const levels = new Float32Array(analyser.frequencyBinCount);
    let before = -1;
    let steady = 0; // observations since the film was last moved or stopped
    video.addEventListener('seeking', () => (steady = 0));
    setInterval(() => {
      if (video.paused || video.seeking || video.readyState < 3) return void (steady = 0);
      analyser.getFloatFrequencyData(levels);
      const strongest = levels.indexOf(Math.max(...levels));
      const tone = Math.round(((strongest * context.sampleRate) / analyser.fftSize - tones.lowest) / tones.step);
      const time = video.currentTime - lead;
      const nearest = Math.round(time);
      const within = time - Math.floor(time);
      if (++steady > 15) {
        const stepped = tone === nearest % tones.count && before === (nearest + tones.count - 1) % tones.count;
        if (stepped && Math.abs(time - nearest) < 0.4) heard.late.push((time - nearest) * 1000);
        if (within > 0.25 && within < 0.8) heard[tone === Math.floor(time) % tones.count ? 'right' : 'wrong']++;
      }
      before = tone;
    }, 8);
  }

  /**
   * Plays for so many seconds of the film, and observes every fourth frame.
   * @param {number} seconds @param {number} deadline milliseconds
   */
  function watch(seconds, deadline) {
    const begin = video.currentTime;
    const from = performance.now();
    let [last, longest, pictures] = [from, 0, 0];
    /** @type {number[]} */
    const off = [];
    void video.play();
    return new Promise((resolve) => {
      const finish = () => {
        clearInterval(clock);
        resolve({ played: video.currentTime - begin, longest: Math.round(longest), pictures, off: median(off) ?? null });
      };
      const clock = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        if (video.currentTime >= begin + seconds || performance.now() > from + deadline) finish();
      }, 50);
      const look = (/** @type {number} */ _, /** @type {{mediaTime: number}} */ { mediaTime }) => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
        if (pictures++ % 4 === 0) off.push(Math.round(read(video) - (mediaTime - lead) * fps));
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
    });
  }

  /** Waits until the frame is the one of the clock, within one; otherwise returns the last one. */
  async function stillPicture() {
    const from = performance.now();
    for (;;) {
      const time = video.currentTime;
      const off = video.seeking ? null : framesOff(time);
      if (off !== null && Math.abs(off) <= 1) return { time, off };
      if (performance.now() > from + 1500) return { time, off };
      await pause(20);
    }
  }

  /** @param {number} seconds */
  async function jump(seconds) {
    const { buffered } = video;
    const here = Array.from({ length: buffered.length }).some(
      (_, i) => buffered.start(i) <= seconds && seconds < buffered.end(i),
    );
    video.pause();
    const from = performance.now();
    const sought = new Promise((resolve) => {
      video.addEventListener('seeked', () => resolve(true), { once: true });
      setTimeout(resolve, 10_000, false);
    });
    video.currentTime = seconds;
    const arrived = await sought;
    const took = Math.round(performance.now() - from);
    const still = await stillPicture();
    return { to: seconds, here, arrived, took, still, moving: await watch(0.5, 6000) };
  }

  const sound = () => ({ bytes: video.webkitAudioDecodedByteCount ?? null, has: video.mozHasAudio ?? null, ...heard });
  const way = () => (video.currentSrc.startsWith('blob:') ? 'pulled' : 'direct');
  Object.assign(window, { matrix: { watch, jump, sound, way, length: () => video.duration } });
}
