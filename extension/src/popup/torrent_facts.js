// What one grey line says of a torrent. Pure.

import { stateWords } from "../shared/errors.js";
import { bytes, clock, duration, percent, plural, rate, text } from "../shared/i18n.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */

const kSearching = new Set(["fetching_torrent", "finding_peers", "fetching_metadata"]);

/** A longer guess than two days is no knowledge. */
const kLongestEta = 2 * 24 * 3600;

/** Whether the button resumes. @param {Pick<Torrent, "state" | "paused">} torrent */
export function isStopped({ state, paused }) {
  return paused || state === "paused" || state === "error";
}

/** How far the line is; null: going on, nobody knows how far. @param {Pick<Torrent, "state" | "progress">} torrent */
export function progressOf({ state, progress }) {
  return kSearching.has(state) ? null : progress;
}

/** How far the person keeps it. @param {Torrent["kept"]} kept */
function keptWords(kept) {
  if (!kept) return "";
  return kept.there === kept.files ? text("popup_kept") : text("popup_keeping");
}

/** How much of all its files is here. @param {Pick<Torrent, "done" | "size">} torrent */
function amountWords({ done, size }) {
  if (size <= 0) return "";
  return done >= size ? bytes(size) : text("popup_amount", bytes(done), bytes(size));
}

/** Complete is what is wanted; of a season that may be one episode. @param {Torrent} torrent */
function stateOf(torrent) {
  const { state, viewers, done, size, file_count: files, has_metadata: listed } = torrent;
  const watched = viewers > 0 && (state === "downloading" || state === "complete" || state === "idle");
  if (watched) return text("popup_watched");
  return state === "complete" && listed && files > 1 && done < size ? text("popup_part_here") : stateWords(state);
}

/** Where it was left, as far as it is worth going on there. @param {Pick<Torrent, "watched">} torrent */
export function leftAt({ watched }) {
  if (!watched || watched.duration <= 0) return null;
  const share = watched.seconds / watched.duration;
  return watched.seconds > 10 && share < 0.95 ? { share, seconds: watched.seconds, duration: watched.duration } : null;
}

/** What matters most stands in front: the line is cut where it is too long. @param {Torrent} torrent */
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

/** The second line: people, size, what is given. @param {Torrent} torrent */
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
