// Watches the player's tab from outside: which tab it is, when its film began, how far it is.

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * What `look` finds, asked again and again until it finds something; undefined after the deadline. A page that is
 * just being loaded cannot be asked, which is not a failure.
 * @template T
 * @param {number} deadline  of Date.now()
 * @param {() => Promise<T | undefined>} look
 */
async function until(deadline, look) {
  while (Date.now() < deadline) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await pause(25);
  }
  return undefined;
}

/** @param {import('puppeteer-core').Page} page */
const isPlayer = (page) =>
  page.evaluate(() => /^(chrome|moz)-extension:/.test(location.protocol) && location.pathname === '/player/player.html');

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {number} deadline
 */
export async function findPlayer(browser, deadline) {
  return until(deadline, async () => {
    for (const page of await browser.pages()) {
      if (await isPlayer(page).catch(() => false)) return page;
    }
    return undefined;
  });
}

/**
 * When the film's first frame was on the screen, as Date.now() would have told. The frame at hand tells how long the
 * film has been going; a pause in between makes the answer later than the truth, never earlier.
 * @param {import('puppeteer-core').Page} player
 * @param {number} deadline
 */
export async function firstFrame(player, deadline) {
  return until(deadline, () =>
    player.evaluate(
      () =>
        new Promise((resolve) => {
          const video = document.querySelector('video');
          if (!video) return resolve(undefined);
          const giveUp = setTimeout(() => resolve(undefined), 1000);
          video.requestVideoFrameCallback((_, frame) => {
            clearTimeout(giveUp);
            resolve(performance.timeOrigin + frame.presentationTime - frame.mediaTime * 1000);
          });
        }),
    ),
  );
}

/**
 * Whether the film's clock passes `seconds`.
 * @param {import('puppeteer-core').Page} player
 * @param {number} seconds
 * @param {number} deadline
 */
export async function clockPasses(player, seconds, deadline) {
  const passed = await until(deadline, async () => {
    const time = await player.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
    return time >= seconds ? true : undefined;
  });
  return passed === true;
}

/**
 * What the player says to a person, for the reason of a failure.
 * @param {import('puppeteer-core').Page} player
 */
export async function saidByPlayer(player) {
  const text = await player.evaluate(() => document.body.innerText).catch(() => '');
  return text.replace(/\s+/g, ' ').trim().slice(0, 300) || 'nothing';
}
