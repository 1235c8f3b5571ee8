// The commands of the player; buttons, keys and the media keys of the keyboard all call them.

/** @typedef {import("../source/playback.js").Playback} Playback */
/** @typedef {ReturnType<typeof makeCommands>} Commands */

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

/**
 * @param {Playback} playback
 * @param {{next: () => void, files: () => void, stats: () => void, audio: () => void, subtitles: () => void, switchSubtitles: () => void, previous: () => void, keep: () => void, frameSeconds: () => number, sooner: () => void, later: () => void, help: () => void, escape: () => void}} page
 */
export function makeCommands(playback, page) {
  const { video } = playback;
  return {
    ...page,
    toggle: () => playback.toggle(),
    /** @param {number} seconds */
    seekBy: (seconds) => playback.seek(playback.time + seconds),
    /** Pauses, and steps one frame on or back. @param {1 | -1} direction */
    frameBy: (direction) => {
      playback.pause();
      playback.seek(playback.time + direction * page.frameSeconds());
    },
    /** @param {number} share 0…1 of the film */
    seekToShare: (share) => playback.duration > 0 && playback.seek(share * playback.duration),
    /** @param {number} step */
    volumeBy: (step) => {
      video.muted = false;
      video.volume = clamp(Math.round((video.volume + step) * 100) / 100, 0, 1);
    },
    mute: () => {
      video.muted = !video.muted;
    },
    /** @param {number} step */
    speedBy: (step) => {
      video.playbackRate = clamp(video.playbackRate + step, 0.5, 2);
    },
    fullScreen: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void document.documentElement.requestFullscreen().catch(() => {});
    },
    pictureInPicture: () => {
      if (!document.pictureInPictureEnabled || video.readyState < 1) return;
      if (document.pictureInPictureElement) void document.exitPictureInPicture();
      else void video.requestPictureInPicture().catch(() => {}); // an audio file has no picture to show
    },
  };
}
