// The corpus of films with small faults, as people have them, made small. Each names its expected result.
import { behind, fonts, joined, made, part, picture, PICTURES, plain, SECONDS, sound, SOUNDS } from './film_parts.mjs';

/**
 * @typedef {object} Film
 * @property {string} name of the file
 * @property {string} kind what is wrong with it
 * @property {() => Promise<string> | string} make gives the path
 * @property {number} length seconds
 * @property {'copy' | 'h264' | 'none'} [video] what is done with the picture
 * @property {'copy' | 'aac'} [audio] what is done with the sound
 * @property {number} [late] seconds after the film's beginning at which the picture begins
 * @property {number} [silent] seconds after the film's beginning at which the sound begins
 * @property {number} [ends] seconds at which the sound ends, where it is not the film's length
 * @property {number} [heard] index of the stream that is heard by default
 * @property {number} [watched] index of the stream that is watched
 * @property {number} [still] seconds for which its picture may stand
 * @property {boolean} [jumps] its clock jumps: places in it are not known beforehand
 * @property {string} [quick] what people see of it; one for each kind, tried in every run of the tests
 */

/** @type {Film[]} */
const films = [];

/** @param {string} kind @param {string} name @param {Partial<Film> & {make: Film['make']}} more */
function add(kind, name, more) {
  films.push({ kind, name, length: SECONDS, video: 'copy', audio: 'aac', ...more });
}

const TS = ['ts', 'm2ts'];

// Films that probing reads wrongly when it reads too little.
for (const ending of TS) {
  for (const codec of ['aac', 'ac3']) {
    add('large first picture', `large-first-${codec}.${ending}`, {
      length: 6,
      audio: codec === 'aac' ? 'copy' : 'aac',
      quick: ending === 'm2ts' && codec === 'aac' ? 'sound that lies behind a large first picture is heard' : '',
      make: () =>
        made(
          `large-first-${codec}.${ending}`,
          ...['-f', 'lavfi', '-i', "testsrc=size=1920x1080:rate=5:duration=6,noise=alls=100:allf=t:enable='lt(t,0.02)'"],
          ...sound(6),
          ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-g', '50', '-qp', '10', ...SOUNDS[codec]],
        ),
    });
  }
}
for (const ending of ['ts', 'm2ts', 'mkv', 'mp4', 'mpg']) {
  const video = ending === 'mpg' ? 'mpeg2' : 'h264';
  for (const late of [3, 8]) {
    add('late sound', `late-sound-${late}.${ending}`, {
      silent: late,
      length: SECONDS + late,
      video: ending === 'mpg' ? 'h264' : 'copy',
      quick: ending === 'ts' && late === 3 ? 'sound that begins after the picture is heard' : '',
      make: () =>
        made(
          `late-sound-${late}.${ending}`,
          ...[...picture(SECONDS + late), '-itsoffset', String(late), ...sound()],
          ...[...PICTURES[video], ...SOUNDS.ac3],
        ),
    });
    add('late picture', `picture-after-${late}.${ending}`, {
      late,
      ends: SECONDS,
      length: SECONDS + late,
      video: ending === 'mpg' ? 'h264' : 'copy',
      quick: ending === 'mkv' && late === 3 ? 'a picture that begins after the sound is copied' : '',
      make: () =>
        made(
          `picture-after-${late}.${ending}`,
          ...['-itsoffset', String(late), ...picture(), ...sound()],
          // Other muxers of ffmpeg repeat the first frame from 0 on.
          ...['-fps_mode', 'passthrough', ...PICTURES[video], ...SOUNDS.ac3],
        ),
    });
  }
}

// Clocks that jump.
const SECOND = ['-metadata', 'title=other'];
for (const [ending, video, audio] of [['ts', 'h264', 'aac'], ['m2ts', 'h264', 'ac3'], ['ts', 'mpeg2', 'mp2'], ['mpg', 'mpeg2', 'ac3']]) {
  const name = `${video}-${audio}`;
  const own = () => plain(`${name}.${ending}`, video, audio);
  const work = /** @type {Partial<Film>} */ ({
    video: video === 'mpeg2' ? 'h264' : 'copy',
    audio: audio === 'aac' ? 'copy' : 'aac',
    jumps: ending === 'mpg',
  });
  add('joined recordings', `joined-${name}.${ending}`, {
    ...work,
    length: 2 * SECONDS,
    quick: ending === 'ts' && audio === 'aac' ? 'two joined recordings play one after the other' : '',
    make: async () => joined(`joined-${name}.${ending}`, [await own(), await own()]),
  });
  add('joined recordings', `thrice-${name}.${ending}`, {
    ...work,
    length: 3 * SECONDS,
    make: async () => joined(`thrice-${name}.${ending}`, [await own(), await own(), await own()]),
  });
  for (const [word, offset] of /** @type {const} */ ([['hour', '3600'], ['back', '5']])) {
    add('jumping clock', `${word}-${name}.${ending}`, {
      ...work,
      length: 2 * SECONDS,
      make: async () => {
        const later = await plain(`${name}-${word}.${ending}`, video, audio, [...SECOND, '-output_ts_offset', offset]);
        return joined(`${word}-${name}.${ending}`, [await own(), later]);
      },
    });
  }
}
// The second recording begins between two keyframes: until the next one there is sound alone.
for (const [ending, share] of /** @type {const} */ ([['ts', 0.1], ['ts', 0.04], ['m2ts', 0.1]])) {
  add('joined recordings', `joined-within-${share}.${ending}`, {
    audio: 'copy',
    still: 2.1,
    length: SECONDS * (2 - share),
    make: async () => {
      const own = await plain(`h264-aac.${ending}`, 'h264', 'aac');
      return joined(`joined-within-${share}.${ending}`, [own, part(`within-${share}.${ending}`, own, { skip: share })]);
    },
  });
}
for (const ending of TS) {
  for (const offset of ['0', '12']) {
    add('other PIDs on the way', `pids-${offset}.${ending}`, {
      audio: 'copy',
      length: 2 * SECONDS,
      quick: ending === 'ts' && offset === '12' ? 'a recording whose streams change their numbers on the way goes on' : '',
      make: async () => {
        const own = await plain(`h264-aac.${ending}`, 'h264', 'aac');
        const pids = ['-output_ts_offset', offset, '-mpegts_start_pid', '0x300'];
        return joined(`pids-${offset}.${ending}`, [own, await plain(`h264-aac-${offset}-pids.${ending}`, 'h264', 'aac', pids)]);
      },
    });
  }
}

// Sound that changes its codec or its channels on the way.
/** @type {Record<string, string[]>} */
const HALVES = {
  ...SOUNDS,
  'mp2-44': [...SOUNDS.mp2, '-ar', '44100'],
  'aac-51': ['-c:a', 'aac', '-b:a', '192k', '-ac', '6'],
  'ac3-51': ['-c:a', 'ac3', '-b:a', '384k', '-ac', '6'],
};
const CHANGES = [
  ...[['mp2', 'ac3'], ['ac3', 'mp2'], ['aac', 'ac3'], ['mp2', 'aac'], ['mp2', 'mp2-44'], ['aac', 'aac-51'], ['ac3', 'ac3-51']],
];
for (const [one, other] of CHANGES) {
  for (const [ending, offset] of [['ts', '0'], ['ts', String(SECONDS)], ['m2ts', '0']]) {
    // The clock alone does not show at which point AAC changes its channels.
    if (other === 'aac-51' && offset !== '0') continue;
    const name = `${one}-to-${other}-${offset}.${ending}`;
    const half = (/** @type {string} */ codec, /** @type {string[]} */ ...more) =>
      made(`h264-${codec}${more.length > 0 ? '-later' : ''}.${ending}`, ...picture(), ...sound(), ...PICTURES.h264, ...HALVES[codec], ...more);
    add('sound that becomes another', name, {
      audio: one.startsWith('aac') ? 'copy' : 'aac',
      length: 2 * SECONDS,
      quick: name === 'mp2-to-ac3-0.ts' ? 'sound that becomes another on the way goes on' : '',
      make: async () => joined(name, [await half(one), await half(other, ...(offset === '0' ? [] : ['-output_ts_offset', offset]))]),
    });
  }
}
for (const ending of TS) {
  add('sound that becomes another', `silent-between.${ending}`, {
    audio: 'copy',
    length: 3 * SECONDS,
    make: async () => {
      const own = await plain(`h264-aac.${ending}`, 'h264', 'aac');
      return joined(`silent-between.${ending}`, [own, await made(`h264-silent.${ending}`, ...picture(), ...PICTURES.h264), own]);
    },
  });
}
add('sound that becomes another', 'mp2-ac3-mp2.ts', {
  length: 3 * SECONDS,
  make: async () => {
    const [one, other] = [await plain('h264-mp2.ts', 'h264', 'mp2'), await plain('h264-ac3.ts', 'h264', 'ac3')];
    return joined('mp2-ac3-mp2.ts', [one, other, one]);
  },
});
for (const [bytes, word] of /** @type {const} */ ([[300_000, 'zeros'], [1_000, 'few-zeros'], [100_000, 'some-zeros']])) {
  add('zeros before a recording', `${word}.ts`, {
    audio: 'copy',
    quick: bytes === 300_000 ? 'zeros before a recording do not hide its picture' : '',
    make: async () => behind(`${word}.ts`, await plain('h264-aac.ts', 'h264', 'aac'), Buffer.alloc(bytes)),
  });
}
for (const share of [0.5, 0.9]) {
  for (const ending of ['ts', 'mkv']) {
    add('cut off', `cut-off-${share}.${ending}`, {
      audio: 'copy',
      jumps: true,
      length: SECONDS * share,
      make: async () => part(`cut-off-${share}.${ending}`, await plain(`h264-aac.${ending}`, 'h264', 'aac'), { share }),
    });
  }
}

// Still pictures.
for (const ending of ['mp4', 'mkv', 'mov']) {
  for (const codec of ['mjpeg', 'png']) {
    for (const place of ['first', 'last']) {
      const still = place === 'first' ? 0 : 1;
      add('still picture', `${codec}-${place}.${ending}`, {
        watched: 1 - still,
        quick: ending === 'mp4' && codec === 'mjpeg' && place === 'first' ? 'a still picture before the film does not replace it' : '',
        make: () =>
          made(
            `${codec}-${place}.${ending}`,
            ...['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=1:duration=1', ...picture(), ...sound()],
            ...(place === 'first' ? ['-map', '0:v', '-map', '1:v'] : ['-map', '1:v', '-map', '0:v']),
            ...['-map', '2:a', ...PICTURES.h264, `-bf:v:${still}`, '0', `-c:v:${still}`, codec, `-pix_fmt:v:${still}`, codec === 'png' ? 'rgb24' : 'yuvj420p'],
            ...[...SOUNDS.ac3],
          ),
      });
    }
  }
}
add('still picture', 'music-with-picture.mkv', {
  video: 'none',
  make: () =>
    made(
      'music-with-picture.mkv',
      ...['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=1:duration=1', ...sound(), ...PICTURES.mjpeg, ...SOUNDS.ac3],
    ),
});
add('a film of single pictures', 'motion-jpeg.mkv', { video: 'h264', make: () => plain('motion-jpeg.mkv', 'mjpeg', 'ac3') });
add('second picture is the default', 'second-default.mkv', {
  watched: 1,
  quick: 'of two pictures the one that is marked as default is watched',
  make: () =>
    made(
      'second-default.mkv',
      ...[...picture(SECONDS, ',hue=h=90'), ...picture(), ...sound(), '-map', '0', '-map', '1', '-map', '2'],
      ...[...PICTURES.h264, ...SOUNDS.ac3, '-disposition:v:0', '0', '-disposition:v:1', 'default'],
    ),
});

// Cut without encoding anew.
for (const ending of ['mp4', 'mov']) {
  for (const from of [2, 6, 9]) {
    add('edit list', `cut-at-${from}.${ending}`, {
      length: 24 - from,
      quick: ending === 'mp4' && from === 6 ? 'a film that was cut without encoding it anew does not stand still at its beginning' : '',
      make: async () => {
        const whole = await made(`whole.${ending}`, ...picture(24), ...sound(24), ...PICTURES['h264-long'], ...SOUNDS.ac3);
        return made(`cut-at-${from}.${ending}`, '-ss', String(from), '-i', whole, '-c', 'copy');
      },
    });
  }
}
for (const ending of ['ts', 'mkv']) {
  add('open start', `open-begins.${ending}`, {
    jumps: true,
    late: 2.1, // its first keyframe
    length: SECONDS - 1.9,
    make: async () => {
      const whole = await plain('open.ts', 'h264-open', 'ac3');
      const cut = await made('open-begins.ts', '-ss', '2.1', '-i', whole, '-c', 'copy', '-copyts');
      return ending === 'ts' ? cut : made(`open-begins.${ending}`, '-i', cut, '-c', 'copy');
    },
  });
}
add('starts within a picture', 'middle.ts', {
  jumps: true,
  late: 0.8, // its first keyframe
  length: SECONDS - 3.2,
  audio: 'copy',
  make: async () => part('middle.ts', await plain('h264-aac.ts', 'h264', 'aac'), { from: 80_000 }),
});

// Containers of cameras, recorders and old programs.
/** @type {[string, string[], Partial<Film>][]} */
const CONTAINERS = [
  ['mxf', ['-c:v', 'mpeg2video', '-b:v', '2M', '-c:a', 'pcm_s16le'], { video: 'h264' }],
  ['nut', [...PICTURES.h264, ...SOUNDS.ac3], {}],
  ['wtv', [...PICTURES.mpeg2, ...SOUNDS.ac3], { video: 'h264' }],
  ['3gpp', ['-f', '3gp', ...PICTURES.h264, ...SOUNDS.aac], { audio: 'copy' }],
  ['m2t', ['-f', 'mpegts', ...PICTURES.h264, ...SOUNDS.ac3], {}],
  ['m2p', ['-f', 'vob', ...PICTURES.mpeg2, ...SOUNDS.ac3], { video: 'h264' }],
  ['dv', ['-target', 'pal-dv'], { video: 'h264' }],
];
for (const [ending, form, more] of CONTAINERS) {
  add('other containers', `other.${ending}`, {
    ...more,
    quick: ending === 'mxf' ? 'a film of a camera (MXF) plays' : '',
    make: () => made(`other.${ending}`, ...picture(), ...sound(), ...form),
  });
}
for (const ending of ['au', 'w64', 'caf', 'tta']) {
  add('other containers', `sound.${ending}`, { video: 'none', make: () => made(`sound.${ending}`, ...sound()) });
}

// Audio tracks.
for (const ending of ['mkv', 'mp4']) {
  for (const mark of ['visual_impaired', 'comment', 'descriptions', 'hearing_impaired']) {
    if (mark === 'descriptions' && ending === 'mkv') continue; // Matroska has no such mark for audio tracks
    add('another sound first', `${mark}.${ending}`, {
      heard: 2,
      quick: ending === 'mkv' && mark === 'visual_impaired' ? 'sound for those who do not see is not heard by default' : '',
      make: () =>
        made(
          `${mark}.${ending}`,
          ...[...picture(), ...sound(SECONDS, 880), ...sound(), '-map', '0', '-map', '1', '-map', '2'],
          ...[...PICTURES.h264, ...SOUNDS.ac3, '-disposition:a:0', `default+${mark}`, '-disposition:a:1', '0'],
        ),
    });
  }
}
for (const title of ["Director's commentary", 'Audio description', 'Kommentar']) {
  add('another sound first', `${title.replaceAll(/\W/g, '-')}.mkv`, {
    heard: 2,
    make: () =>
      made(
        `${title.replaceAll(/\W/g, '-')}.mkv`,
        ...[...picture(), ...sound(SECONDS, 880), ...sound(), '-map', '0', '-map', '1', '-map', '2'],
        ...[...PICTURES.h264, ...SOUNDS.ac3, '-metadata:s:a:0', `title=${title}`],
      ),
  });
}

// Interlaced pictures.
for (const [ending, codec] of [['mpg', 'mpeg2'], ['ts', 'mpeg2'], ['mkv', 'mpeg2'], ['ts', 'h264'], ['mkv', 'h264'], ['mp4', 'h264']]) {
  for (const order of ['top', 'bottom']) {
    const flags = codec === 'mpeg2' ? ['-flags', '+ildct+ilme'] : ['-flags', '+ildct+ilme', '-x264opts', order === 'top' ? 'tff=1' : 'bff=1'];
    add('interlaced', `interlaced-${codec}-${order}.${ending}`, {
      video: codec === 'mpeg2' ? 'h264' : 'copy',
      quick: ending === 'mpg' && order === 'top' ? 'interlaced pictures are all there when they are made whole' : '',
      make: () =>
        made(
          `interlaced-${codec}-${order}.${ending}`,
          ...['-f', 'lavfi', '-i', `testsrc2=size=320x240:rate=50:duration=${SECONDS}`, ...sound()],
          ...['-vf', `tinterlace=interleave_${order},setfield=${order === 'top' ? 'tff' : 'bff'},format=yuv420p`],
          ...[...PICTURES[codec], ...flags, ...SOUNDS.ac3],
        ),
    });
  }
}

// Attachments.
for (const [count, bytes] of [[3, 1000], [8, 500_000], [30, 1_000_000]]) {
  add('attachments', `fonts-${count}.mkv`, {
    quick: count === 8 ? 'a film behind large fonts plays' : '',
    make: async () => {
      const film = await plain('h264-ac3.mkv', 'h264', 'ac3');
      return made(`fonts-${count}.mkv`, '-i', film, '-c', 'copy', ...fonts(count, bytes));
    },
  });
}

// Clocks that do not begin at 0.
for (const [ending, offset] of [['mkv', '3600'], ['mkv', '2'], ['mkv', '90000'], ['ts', '95000'], ['ts', '3600'], ['mpg', '3600'], ['webm', '3600']]) {
  const video = ending === 'mpg' ? 'mpeg2' : 'h264';
  const webm = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '50', '-c:a', 'libopus'];
  add('a clock that does not begin at 0', `from-${offset}.${ending}`, {
    video: ending === 'mpg' ? 'h264' : 'copy',
    audio: ending === 'webm' ? 'copy' : 'aac',
    quick: ending === 'mkv' && offset === '3600' ? 'a film whose clock begins at an hour is as long as it plays' : '',
    make: () =>
      made(
        `from-${offset}.${ending}`,
        ...[...picture(), ...sound(), ...(ending === 'webm' ? webm : [...PICTURES[video], ...SOUNDS.ac3])],
        ...['-output_ts_offset', offset],
      ),
  });
}
add('a clock that does not begin at 0', 'from-3600-piped.mkv', {
  make: () => made('from-3600-piped.mkv', ...picture(), ...sound(), ...PICTURES.h264, ...SOUNDS.ac3, '-output_ts_offset', '3600', '-seekable', '0'),
});

// High dynamic range.
for (const ending of ['mkv', 'mp4', 'ts']) {
  for (const [word, transfer] of [['pq', 'smpte2084'], ['hlg', 'arib-std-b67']]) {
    add('high range', `${word}.${ending}`, {
      video: 'h264',
      quick: ending === 'mkv' && word === 'pq' ? 'a picture of a high range plays where it has to be encoded' : '',
      make: () =>
        made(
          `${word}.${ending}`,
          ...[...picture(), ...sound(), '-c:v', 'libx265', '-preset', 'superfast', '-pix_fmt', 'yuv420p10le'],
          ...['-x265-params', `log-level=error:keyint=50:colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc`],
          ...[...SOUNDS.ac3, '-tag:v', ending === 'mp4' ? 'hvc1' : '0'].slice(0, ending === 'mp4' ? undefined : -2),
        ),
    });
  }
}

/** The name of a film is that of its file; no two are equal. */
export const FILMS = films;
