// Checks on the shape of the source: arrows between rooms, places of libraries, heads of files.
// Each returns one sentence for each thing that is wrong.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ARROWS, LIBRARIES, LONGEST_FILE, MOST_IMPORTS_OF_PLAYER, PLAYER_ROOMS, REPLACED_WORDS, WIDEST_FOLDER } from './rooms.mjs';
import { filesBelow, includesOf, read, roomOf } from './source_tree.mjs';

const CPP = /\.(h|cpp)$/;

/** @param {string} root */
export function brokenArrows(root) {
  return filesBelow(root, 'native-host', CPP).flatMap((path) => {
    const room = roomOf(path);
    if (room === null) return [`${path} lies beside the rooms`];
    const allowed = ARROWS[room];
    if (allowed === undefined) return [`${path}: ${room} is not a room of the table`];
    return includesOf(read(root, path))
      .filter((include) => include.own)
      .flatMap(({ header }) => {
        const target = header.split('/')[0];
        if (!existsSync(join(root, 'native-host', header)) && !isGenerated(root, header)) {
          return [`${path} includes "${header}", which is not written as "room/file.h" or does not exist`];
        }
        return target === room || allowed.includes(target)
          ? []
          : [`${path}: ${room} may not include ${target} ("${header}")`];
      });
  });
}

/** A header that a room's CMake file makes at build time. @param {string} root @param {string} header */
function isGenerated(root, header) {
  const [room, ...rest] = header.split('/');
  const lists = filesBelow(root, join('native-host', room), /^CMakeLists\.txt$/);
  return rest.length > 0 && lists.some((path) => read(root, path).includes(/** @type {string} */ (rest.at(-1))));
}

/** @param {string} root */
export function librariesOutOfPlace(root) {
  return filesBelow(root, 'native-host', CPP).flatMap((path) =>
    includesOf(read(root, path)).flatMap(({ header }) => {
      const library = LIBRARIES.find((candidate) => candidate.header.test(header));
      const room = roomOf(path) ?? '';
      if (library === undefined || library.rooms.includes(room)) return [];
      return [`${path} includes <${header}>: ${library.name} belongs to ${library.rooms.join(' and ')}`];
    }),
  );
}

/** Headers that other rooms include must not drag a heavy library along. @param {string} root */
export function librariesInSharedHeaders(root) {
  const heavy = LIBRARIES.filter((library) => library.rooms.length === 1);
  const heavyHeaders = new Set(
    filesBelow(root, 'native-host', /\.h$/).filter((path) =>
      includesOf(read(root, path)).some(({ header }) => heavy.some((library) => library.header.test(header))),
    ),
  );
  return filesBelow(root, 'native-host', CPP).flatMap((path) =>
    includesOf(read(root, path))
      .filter(
        ({ own, header }) => own && heavyHeaders.has(`native-host/${header}`) && header.split('/')[0] !== roomOf(path),
      )
      .map(({ header }) => `${path} includes "${header}", which includes a library of its room`),
  );
}

/** @param {string} root */
export function headersWithoutHead(root) {
  return filesBelow(root, 'native-host', /\.h$/).flatMap((path) => {
    const [guard, purpose] = read(root, path).split('\n');
    if (guard !== '#pragma once') return [`${path} does not begin with #pragma once`];
    return purpose?.startsWith('// ') ? [] : [`${path} does not say in its second line what it is for`];
  });
}

const PLAYER = 'extension/src/player';

/** The room of a module of the player, or null outside of it. @param {string} path */
function playerRoom(path) {
  if (!path.startsWith(`${PLAYER}/`)) return null;
  const folder = dirname(path).slice(PLAYER.length + 1);
  return folder.split('/')[0] ?? '';
}

/** Arrows between the rooms of the player; what is imported for its type alone counts too. @param {string} root */
export function brokenPlayerArrows(root) {
  return filesBelow(root, PLAYER, /\.js$/).flatMap((path) => {
    const room = playerRoom(path) ?? '';
    if (!PLAYER_ROOMS.includes(room)) return [`${path}: ${room} is not a room of the player`];
    const imports = [...read(root, path).matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)];
    return imports.flatMap(([, module]) => {
      const target = playerRoom(normalize(join(dirname(path), module ?? '')));
      if (target === null || PLAYER_ROOMS.indexOf(target) >= PLAYER_ROOMS.indexOf(room)) return [];
      return [`${path}: ${room} may not import ${target || 'the page'} ("${module}")`];
    });
  });
}

/** @param {string} root */
export function playerImportsTooMuch(root) {
  return filesBelow(root, PLAYER, /^(?:player|bootstrap)\.js$/)
    .map((path) => ({ path, count: [...read(root, path).matchAll(/^import\b/gm)].length }))
    .filter(({ count }) => count > MOST_IMPORTS_OF_PLAYER)
    .map(({ path, count }) => `${path} imports ${count} modules; ${MOST_IMPORTS_OF_PLAYER} is the limit`);
}

/** @param {string} root */
export function foldersTooWide(root) {
  /** @type {Map<string, number>} */
  const widths = new Map();
  for (const path of filesBelow(root, 'extension/src', /\.js$/))
    widths.set(dirname(path), (widths.get(dirname(path)) ?? 0) + 1);
  return [...widths]
    .filter(([, width]) => width > WIDEST_FOLDER)
    .map(([folder, width]) => `${folder} has ${width} modules; ${WIDEST_FOLDER} is the limit`);
}

/** The checks themselves name the words. @param {string} root */
export function replacedWords(root) {
  return ['native-host', 'extension/src', 'tests']
    .flatMap((folder) => filesBelow(root, folder, /\.(h|cpp|js|mjs|css|html)$/))
    .filter((path) => !path.includes('/vendor/') && !path.startsWith('tests/architecture/'))
    .flatMap((path) =>
      read(root, path)
        .split('\n')
        .flatMap((line, number) => {
          const word = REPLACED_WORDS.exec(line)?.[0];
          return word === undefined ? [] : [`${path}:${number + 1}: "${word}" has another word in the glossary`];
        }),
    );
}
