// Messages about problems, and the buttons that help. Each text says what happened, what Magnetar does about it and
// what the person can do.

import { noticeWords } from "../../shared/errors.js";
import { text } from "../../shared/i18n.js";

/** @typedef {"retry" | "resume" | "again" | "paste" | "settings" | "copy" | "setup" | "files" | "anyway" | "others" | "view"} ActionName */
/** @typedef {{words: string, actions: ActionName[]}} Problem the first action is the likeliest to help */

/** Texts of the problems that only the player knows; shared/errors.js has those of the protocol. @type {Record<string, string>} */
const kOwnWords = {
  removed: "player_removed",
  removed_for_space: "player_removed_for_space",
  unknown_torrent: "player_removed",
  nothing_playable: "player_nothing_playable",
  "nothing_playable.archive": "player_nothing_playable_archive",
  "nothing_playable.subtitles": "player_nothing_playable_subtitles",
  unplayable: "player_unplayable",
  no_picture: "player_no_picture",
  no_sound_output: "player_no_sound_output",
  no_sound: "player_no_sound",
  no_sound_needs_ffmpeg: "player_no_sound_needs_ffmpeg",
  needs_ffmpeg: "player_needs_ffmpeg",
  stream_broken: "player_stream_broken",
  subtitles_unreadable: "player_subtitles_unreadable",
  subtitles_without_index: "player_subtitles_without_index",
};

/** @type {Record<string, ActionName[]>} */
const kActions = {
  bad_source: ["paste"],
  bad_torrent: ["paste"],
  no_peers: ["paste"],
  no_metadata: ["paste"],
  tracker_refused: ["paste"],
  fetch_failed: ["retry", "paste"],
  fetch_too_large: ["paste"],
  fetch_forbidden: ["settings", "retry", "paste"],
  disk_full: ["others", "retry"],
  disk_error: ["retry", "settings"],
  io_error: ["retry", "settings"],
  removed: ["again", "paste"],
  removed_for_space: ["again", "settings"],
  unknown_torrent: ["again", "paste"],
  unknown_file: ["files"],
  nothing_playable: ["view", "files", "paste"],
  unplayable: ["copy", "retry"],
  no_picture: ["copy", "anyway"],
  no_sound_output: ["retry", "copy"],
  needs_ffmpeg: ["copy", "retry"],
  media_unreadable: ["copy", "retry"],
  stream_broken: ["retry", "copy"],
};

/** @type {Record<ActionName, string>} */
const kLabels = {
  retry: "player_action_retry",
  resume: "player_action_resume",
  again: "player_action_again",
  paste: "player_action_paste",
  settings: "player_action_settings",
  copy: "player_action_copy",
  setup: "player_action_setup",
  files: "player_action_files",
  anyway: "player_action_anyway",
  others: "player_action_others",
  view: "player_action_view",
};

/** @param {ActionName} action */
export function actionLabel(action) {
  return text(kLabels[action]);
}

/**
 * @param {{name: string}} error an EngineError or a torrent's notice
 * @param {{canAddAgain?: boolean}} [options] whether the link it came from is known
 * @returns {Problem}
 */
export function problemOf(error, { canAddAgain = true } = {}) {
  const reason = /** @type {{data?: {reason?: string}}} */ (error).data?.reason;
  const own = kOwnWords[`${error.name}.${reason}`] ?? kOwnWords[error.name];
  const actions = kActions[error.name] ?? ["retry"];
  return {
    words: own ? text(own) : noticeWords(error),
    actions: actions.filter((action) => action !== "again" || canAddAgain),
  };
}
