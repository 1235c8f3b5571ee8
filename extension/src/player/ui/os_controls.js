// The film in the operating system: media keys, lock screen, and a display that stays on.

/** @typedef {import("./commands.js").Commands} Commands */
/** @typedef {import("../source/playback.js").Playback} Playback */

/** @param {{title: string, artist?: string, album?: string, artwork?: string[]}} played `artwork`: addresses of pictures */
export function tellTitle({ title, artist = "", album = "", artwork = [] }) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork: artwork.map((src) => ({ src })) });
}

/** Tells the position, for the lock screen. @param {HTMLVideoElement} video */
export function tellPosition({ duration, currentTime, playbackRate }) {
  if (!("mediaSession" in navigator) || !Number.isFinite(duration) || currentTime > duration) return;
  navigator.mediaSession.setPositionState({ duration, position: currentTime, playbackRate });
}

/** @param {Commands} commands @param {Playback} playback */
export function listenToMediaKeys(commands, playback) {
  if (!("mediaSession" in navigator)) return;
  /** @type {[MediaSessionAction, MediaSessionActionHandler][]} */
  const handlers = [
    ["play", () => void playback.play()],
    ["pause", () => playback.pause()],
    ["seekbackward", ({ seekOffset }) => commands.seekBy(-(seekOffset ?? 10))],
    ["seekforward", ({ seekOffset }) => commands.seekBy(seekOffset ?? 10)],
    ["seekto", ({ seekTime }) => playback.seek(seekTime ?? 0)],
    ["nexttrack", () => commands.next()],
    ["previoustrack", () => commands.previous()],
  ];
  for (const [action, handler] of handlers) navigator.mediaSession.setActionHandler(action, handler);
}

/** Keeps the display on while a film runs in a visible tab. */
export class WakeLock {
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #wanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.#adjust());
  }

  /** @param {boolean} wanted */
  want(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    void this.#adjust();
  }

  /** The browser releases the lock itself when the tab is hidden. */
  async #adjust() {
    if (!("wakeLock" in navigator)) return;
    try {
      if (!this.#wanted) await this.#lock?.release();
      else if (document.visibilityState === "visible" && (this.#lock?.released ?? true)) {
        this.#lock = await navigator.wakeLock.request("screen");
        if (!this.#wanted) await this.#lock.release();
      }
    } catch {
      // A low battery may forbid the lock; the film plays all the same.
    }
  }
}
