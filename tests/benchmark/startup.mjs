// Measures how long a browser waits for the answer to hello: with a running daemon, and when the daemon has to be
// started first. usage: node startup.mjs [ROUNDS]
import { Resources } from '../support/resources.mjs';
import { AS_FIREFOX, User } from '../support/user.mjs';

const rounds = Number(process.argv[2] ?? 15);

/** Milliseconds from starting magnetar-host to the answer. @param {User} user */
async function helloTime(user) {
  const from = performance.now();
  const { peer, child } = user.startRelay(AS_FIREFOX);
  await peer.hello();
  const took = performance.now() - from;
  peer.end();
  await child.exited;
  return took;
}

/** @param {number[]} times */
function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]].map((time) =>
    time.toFixed(1),
  );
  return `median ${shown[1]} ms (${shown[0]} to ${shown[2]}, n = ${times.length})`;
}

const resources = new Resources();
try {
  const warm = [];
  const cold = [];
  for (let round = 0; round < rounds; round++) {
    const user = new User(resources);
    cold.push(await helloTime(user));
    warm.push(await helloTime(user));
    await user.endDaemons();
  }
  console.log(`hello, daemon running:      ${summary(warm)}, bar 50 ms`);
  console.log(`hello, daemon from nothing: ${summary(cold)}, bar 400 ms`);
} finally {
  await resources.dispose();
}
