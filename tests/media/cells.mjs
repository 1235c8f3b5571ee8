// The cells of the matrix, as people share films: the combinations of container, picture and sound that exist. Pure.

/** @typedef {{name: string, container: string, picture: string, sound: string}} Cell name: "mkv/h264/ac3" */

/** Containers, their video codecs, and the audio codecs for each of these. @type {Array<[string, string, string]>} */
const LINES = [
  ['mp4', 'h264', 'aac ac3 eac3 dts truehd flac opus mp3 vorbis'],
  ['mp4', 'h264-10 hevc hevc-10 av1 vp9 mpeg4 mpeg2', 'aac'],
  ['mp4-first', 'h264', 'aac ac3'],
  ['mp4-first', 'hevc av1 mpeg4', 'aac'],
  ['mp4-fragments', 'h264', 'aac eac3 opus'],
  ['mp4-fragments', 'hevc-10 vp9 av1', 'aac'],
  ['mkv', 'h264', 'aac ac3 eac3 dts truehd flac opus mp3 vorbis pcm'],
  ['mkv', 'h264-10 hevc mpeg4 mpeg2', 'ac3'],
  ['mkv', 'hevc-10', 'aac eac3 truehd flac'],
  ['mkv', 'av1 vp9', 'opus flac'],
  ['mkv-nocues', 'h264', 'aac ac3'],
  ['mkv-nocues', 'hevc mpeg4', 'aac'],
  ['mkv-piped', 'h264 mpeg4', 'aac'],
  ['webm', 'vp9 av1', 'opus vorbis'],
  ['avi', 'mpeg4', 'mp3 ac3 pcm aac'],
  ['avi', 'h264', 'mp3 ac3'],
  ['avi', 'mpeg2', 'mp3'],
  ['ts', 'h264', 'aac ac3 eac3 dts mp3'],
  ['ts', 'h264-10 hevc hevc-10 mpeg2 mpeg4', 'aac'],
  ['ts', 'hevc mpeg2', 'ac3'],
  ['mov', 'h264', 'aac pcm ac3'],
  ['mov', 'hevc mpeg4', 'aac'],
  ['flv', 'h264', 'aac mp3'],
  ['flv', 'flv1', 'mp3'],
  ['mpg', 'mpeg2', 'ac3 mp3 pcm dts'],
  ['wmv', 'wmv2', 'wma'],
  ['wmv', 'mpeg4', 'mp3'],
];

/** One cell for each way a film can take, and the most common ones. */
const QUICK = [
  'mp4/h264/aac',
  'mkv/h264/ac3',
  'mkv/hevc-10/eac3',
  'webm/vp9/opus',
  'avi/mpeg4/mp3',
  'ts/h264/aac',
];

/** @type {Cell[]} */
export const CELLS = LINES.flatMap(([container, pictures, sounds]) =>
  pictures
    .split(' ')
    .flatMap((picture) =>
      sounds
        .split(' ')
        .map((sound) => ({ name: `${container}/${picture}/${sound}`, container, picture, sound })),
    ),
);

/**
 * @param {{quick?: boolean, only?: string[]}} wish only: names, or their beginnings up to a slash
 * @returns {Cell[]}
 */
export function chosenCells({ quick = false, only }) {
  if (only) return CELLS.filter(({ name }) => only.some((wanted) => `${name}/`.startsWith(`${wanted}/`)));
  return quick ? CELLS.filter(({ name }) => QUICK.includes(name)) : CELLS;
}
