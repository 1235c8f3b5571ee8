// Subtitle files as people have them, and the expected cues of each. All are made here; none is copied from others.
import { letters } from './letters.mjs';
import { lrc, microDvd, mpl2, samiFiles, subViewer, tmplayer, ttmlFiles } from './formats.mjs';
import { scripts, subRip, webVtt } from './subrip.mjs';

/** @type {Record<string, [name: string, file: string | Buffer, cues: string][]>} by what the table of docs/media.md calls them */
export const subtitleFiles = {
  'SubRip, careless': subRip,
  WebVTT: webVtt,
  'ASS and SSA as text': scripts,
  'encodings': letters,
  MicroDVD: microDvd,
  MPL2: mpl2,
  'TMPlayer, VPlayer': tmplayer,
  'SubViewer, SBV': subViewer,
  LRC: lrc,
  SAMI: samiFiles,
  'TTML, timed text': ttmlFiles,
};

/** Cues in the notation of the lists above. @param {{start: number, end: number, text: string}[]} cues */
export function written(cues) {
  const seconds = (/** @type {number} */ value) => String(Math.round(value * 1000) / 1000);
  return cues.map(({ start, end, text }) => `${seconds(start)}-${seconds(end)} ${text.replaceAll('\n', '|')}`).join('; ');
}
