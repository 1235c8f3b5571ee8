// A copy of a film that is all here, where the person says: by the browser's own downloads.

import { browser } from "./browser.js";
import { readableName } from "./names.js";

/** A name as every system takes it: browsers refuse a path, and signs that a file system has for itself. @param {string} name */
export function fileNameOf(name) {
  const bare = readableName(name).replace(/[\\/:*?"<>|~]+/g, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  return bare === "" ? "film" : bare;
}

/** @param {Pick<import("./types.js").TorrentFile, "done" | "size">} file */
export function canSave({ done, size }) {
  return size > 0 && done >= size;
}

/**
 * To be called in the task of the press, which the question for the permission belongs to.
 * @param {Pick<import("./types.js").TorrentFile, "name" | "url">} file
 * @returns {Promise<boolean>} false: the person said no
 */
export async function saveAs({ name, url }) {
  if (!(await browser.permissions.request({ permissions: ["downloads"] }))) return false;
  await browser.downloads.download({ url, filename: fileNameOf(name), saveAs: true });
  return true;
}
