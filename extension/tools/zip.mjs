// ZIP files whose bytes follow from their contents alone: sorted by path, and one time for all.

import JSZip from "jszip";

/** The first moment that the format knows; jszip writes it as UTC. */
const kDate = new Date(Date.UTC(1980, 0, 1));

/**
 * @param {{path: string, bytes: Buffer}[]} files
 * @returns {Promise<Buffer>}
 */
export function zip(files) {
  const archive = new JSZip();
  for (const { path, bytes } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)))
    {archive.file(path, bytes, { date: kDate, createFolders: false });}
  return archive.generateAsync({ type: "nodebuffer", compression: "DEFLATE", compressionOptions: { level: 9 }, platform: "UNIX" });
}
