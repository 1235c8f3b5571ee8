// The film in its surroundings: keys, media keys, lock screen, display, other players.

import { OpenPlayer } from "../../shared/players.js";
import { hideWhenIdle } from "./autohide.js";
import { listenToKeys } from "./keyboard.js";
import { listenToMediaKeys, tellPosition, WakeLock } from "./os_controls.js";

const kMoves = ["playing", "pause", "seeked", "ratechange", "durationchange"];

/**
 * @param {object} parts
 * @param {import("./commands.js").Commands} parts.commands
 * @param {import("../source/playback.js").Playback} parts.playback
 * @param {() => string | null} parts.torrent that is shown
 * @param {() => boolean} parts.busy whether something is open over the picture
 * @returns {() => void} to be called when something changed
 */
export function joinSystem({ commands, playback, torrent, busy }) {
  const { video } = playback;
  const wakeLock = new WakeLock();
  const openPlayer = new OpenPlayer({ torrent, pause: () => playback.phase === "playing" && playback.pause() });
  listenToKeys(commands);
  listenToMediaKeys(commands, playback);
  hideWhenIdle(() => playback.phase === "playing" && !busy());
  for (const name of kMoves) video.addEventListener(name, () => tellPosition(video));
  video.addEventListener("playing", () => openPlayer.plays());
  return () => wakeLock.want(playback.phase === "playing" && video.videoWidth > 0);
}
