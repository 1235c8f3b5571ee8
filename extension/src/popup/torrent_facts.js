// The texts of the grey lines of a torrent. Pure.

import { stateWords } from "../shared/errors.js";
import { bytes, clock, duration, percent, plural, rate, text } from "../shared/i18n.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */

const kSearching = new Set(["fetching_torrent", "finding_peers", "fetching_metadata"]);

/** Longest estimated time in seconds that is shown; a longer one is too uncertain. */
const kLongestEta = 2 * 24 * 3600;

/** Whether the button resumes the torrent. @param {Pick<Torrent, "state" | "paused">} torrent */
export function isStopped({ state, paused }) {
  return paused || state === "paused" || state === "error";
}

/** Progress of the line; null: the torrent works with unknown progress. @param {Pick<Torrent, "state" | "progress">} torrent */
export function progressOf({ state, progress }) {
  return kSearching.has(state) ? null : progress;
}

/** Whether the files that the person keeps are all in the downloads folder yet. @param {Torrent["kept"]} kept */
function keptWords(kept) {
  if (!kept) return "";
  return kept.there === kept.files ? text("popup_kept") : text("popup_keeping");
}

/** The downloaded bytes of all files. @param {Pick<Torrent, "done" | "size">} torrent */
function amountWords({ done, size }) {
  if (size <= 0) return "";
  return done >= size ? bytes(size) : text("popup_amount", bytes(done), bytes(size));
}

/** The state in words. A torrent is complete when its wanted files are, which may be one episode of a season. @param {Torrent} torrent */
function stateOf(torrent) {
  const { state, viewers, done, size, file_count: files, has_metadata: listed } = torrent;
  const watched = viewers > 0 && (state === "downloading" || state === "complete" || state === "idle");
  if (watched) return text("popup_watched");
  return state === "complete" && listed && files > 1 && done < size ? text("popup_part_here") : stateWords(state);
}

/** The position at which watching stopped, when it is worth going on there. @param {Pick<Torrent, "watched">} torrent */
export function leftAt({ watched }) {
  if (!watched || watched.duration <= 0) return null;
  const share = watched.seconds / watched.duration;
  return watched.seconds > 10 && share < 0.95 ? { share, seconds: watched.seconds, duration: watched.duration } : null;
}

/** The first grey line. The most important fact stands in front, since the line is cut off when it is too long. @param {Torrent} torrent */
export function factsOf(torrent) {
  const { state, progress, download_rate: speed, eta } = torrent;
  const loading = state === "downloading";
  return [
    stateOf(torrent),
    loading || state === "checking" || state === "paused" ? percent(progress) : "",
    loading && eta !== null && eta < kLongestEta ? text("popup_left", duration(eta)) : "",
    loading && speed > 0 ? rate(speed) : "",
    keptWords(torrent.kept),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The second line: peers, size, upload. @param {Torrent} torrent */
export function moreFactsOf(torrent) {
  const { upload_rate: giving, peers } = torrent;
  const left = leftAt(torrent);
  return [
    left ? text("popup_left_at", clock(left.seconds), clock(left.duration)) : "",
    amountWords(torrent),
    peers > 0 ? plural("popup_people", peers) : "",
    giving > 0 ? text("popup_giving", rate(giving)) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
