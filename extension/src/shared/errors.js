// The error type of the extension, and the texts for errors, notices, torrent states and link states.

import { bytes, text } from "./i18n.js";

/** @typedef {import("./types.js").ErrorObject} ErrorObject */
/** @typedef {import("./types.js").Notice} Notice */
/** @typedef {import("./types.js").TorrentState} TorrentState */
/** @typedef {import("./types.js").Link} Link */

/**
 * A failed request. `name` is a name of docs/protocol.md, or one that the extension gives itself (code 0): daemon_lost,
 * background_lost, not_installed, crashed, protocol, outdated.
 */
export class EngineError extends Error {
  /** @param {Partial<ErrorObject> & {name: string}} error */
  constructor({ code = 0, name, message = name, data = {} }) {
    super(message);
    this.name = name;
    this.code = code;
    this.data = data;
  }

  /** The error as a plain object for message ports. @returns {ErrorObject} */
  toObject() {
    return { code: this.code, name: this.name, message: this.message, data: this.data };
  }
}

/**
 * Converts any thrown value to an EngineError.
 * @param {unknown} thrown
 * @returns {EngineError}
 */
export function asEngineError(thrown) {
  if (thrown instanceof EngineError) return thrown;
  return new EngineError({ name: "internal", message: String(thrown) });
}

/** Errors after which the request is repeated when the link is ready; the link's own state is shown meanwhile. */
const kLinkTrouble = new Set([
  "background_lost", "daemon_lost", "shutting_down", "not_installed", "not_allowed", "outdated", "crashed",
  "protocol", "daemon_unavailable", "protocol_mismatch",
]);

/**
 * Whether a request failed because of the connection to the daemon, not because of its content.
 * @param {unknown} error
 */
export function isLinkTrouble(error) {
  return error instanceof EngineError && kLinkTrouble.has(error.name);
}

/** Errors with a reason, as "name.reason" (docs/protocol.md). @type {Record<string, string>} */
const kReasons = {
  "bad_source.broken_hash": "reason_bad_source_broken_hash",
  "bad_source.no_hash": "reason_bad_source_no_hash",
  "bad_source.not_a_link": "reason_bad_source_not_a_link",
  "bad_source.other_network": "reason_bad_source_other_network",
  "bad_source.too_long": "reason_bad_source_too_long",
  "bad_source.two_torrents": "reason_bad_source_two_torrents",
  "fetch_failed.compressed": "reason_fetch_failed_compressed",
  "bad_torrent.login_page": "reason_bad_torrent_login_page",
  "fetch_failed.missing": "reason_fetch_failed_missing",
  "fetch_failed.partial": "reason_fetch_failed_partial",
  "fetch_failed.redirect": "reason_fetch_failed_redirect",
  "fetch_failed.refused": "reason_fetch_failed_refused",
  "fetch_failed.server_error": "reason_fetch_failed_server_error",
  "bad_torrent.web_page": "reason_bad_torrent_web_page",
};

/**
 * The text of an error's reason; "" when it has none.
 * @param {string} name
 * @param {string | null | undefined} reason
 */
function reasonWords(name, reason) {
  const key = kReasons[`${name}.${reason}`];
  return key === undefined ? "" : text(key);
}

/**
 * A sentence for the person.
 * @param {{name: string, reason?: string, data?: Record<string, any>}} error an EngineError or a torrent's notice
 */
export function errorWords(error) {
  const reason = reasonWords(error.name, error.reason ?? error.data?.reason);
  return reason || text(`error_${error.name}`) || text("error_unknown");
}

/** The text of a refusal; "" when it has none. @param {string | null} reason of shared/magnet.js */
export function refusalWords(reason) {
  return reasonWords("bad_source", reason);
}

/**
 * The text of a notice: the reason why a torrent waits, or the failure.
 * @param {Notice | {name: string, reason?: string, missing_bytes?: number}} notice
 */
export function noticeWords(notice) {
  if (notice.reason === "too_large" && notice.missing_bytes) return text("reason_disk_full_too_large", bytes(notice.missing_bytes));
  return text(`notice_${notice.name}`) || errorWords(notice);
}

/** The text of a torrent's state. @param {TorrentState} state */
export function stateWords(state) {
  return text(`state_${state}`) || text("state_idle");
}

/**
 * The text of an error, a notice or a torrent's state.
 * @param {EngineError | Notice | TorrentState} thing
 * @returns {string}
 */
export function words(thing) {
  if (typeof thing === "string") return stateWords(thing);
  return thing instanceof EngineError ? errorWords(thing) : noticeWords(thing);
}
