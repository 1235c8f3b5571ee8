// Processor time and memory of a program and all its descendants, from /proc.
import { readFileSync, readdirSync } from 'node:fs';
import { residentBytes } from '../support/process.mjs';

const TICKS_PER_SECOND = 100;

/** @typedef {{pid: number, parent: number, ticks: number}} ProcessLine */

/** One line of /proc/PID/stat (proc(5)); the name may hold spaces and brackets. @param {string} text @returns {ProcessLine} */
export function parseStat(text) {
  const pid = Number(text.slice(0, text.indexOf(' ')));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), ticks };
}

/** A process and its descendants. @param {ProcessLine[]} all @param {number} root */
export function treeOf(all, root) {
  const tree = all.filter(({ pid }) => pid === root);
  for (let i = 0; i < tree.length; i++) tree.push(...all.filter(({ parent }) => parent === tree[i].pid));
  return tree;
}

/** @returns {ProcessLine[]} */
function allProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [parseStat(readFileSync(`/proc/${name}/stat`, 'utf8'))];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

/** @param {number} pid @returns {{cpuSeconds: number, residentBytes: number}} */
export function usage(pid) {
  const tree = treeOf(allProcesses(), pid);
  const ticks = tree.reduce((sum, process) => sum + process.ticks, 0);
  const resident = tree.reduce((sum, process) => sum + residentOrNothing(process.pid), 0);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, residentBytes: resident };
}

/** @param {number} pid */
function residentOrNothing(pid) {
  try {
    return residentBytes(pid);
  } catch {
    return 0;
  }
}
