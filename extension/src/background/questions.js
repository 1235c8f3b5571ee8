// Which pages have asked to open a link without a person's click. A page has one question at a time, and after a "no" it
// has no other until the person does something on it.

/** @typedef {{origin?: string, tab: number}} Question the page it was asked for, and the tab that asks or asked */

/**
 * What the questions ask of the world.
 * @typedef {object} World
 * @property {(tab: number) => Promise<boolean>} isAsking whether this tab still shows the page that asks
 * @property {() => Promise<[number, Question][]>} recall what was remembered when the worker slept
 * @property {(questions: [number, Question][]) => Promise<void>} remember
 */

/**
 * @typedef {object} PageState
 * @property {string} [origin] undefined where the browser does not tell it
 * @property {boolean} activated the person did something on it just now
 */

/** The tab of a question that is about to open. */
const kOpening = -1;

/** Pages that are remembered. */
const kMost = 50;

export class Questions {
  /** By the tab of the page; no entry after a "yes". @type {Map<number, Question> | null} */
  #questions = null;
  /** One decision ends before the next begins, however many links a page opens at once. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {World} world */
  constructor(world) {
    this.world = world;
  }

  /**
   * Whether a page may ask now. After "ask" its question is about to open, and opened() is called next.
   * @param {number} page its tab
   * @param {PageState} state
   * @returns {Promise<"ask" | "asking" | "refused">}
   */
  begin(page, state) {
    const decision = this.#turn.then(() => this.#decide(page, state));
    this.#turn = decision.catch(() => {});
    return decision;
  }

  /** @param {number} page its tab @param {number | undefined} tab the one that asks; undefined: it could not be opened */
  async opened(page, tab) {
    const questions = await this.#load();
    const question = questions.get(page);
    if (tab === undefined) questions.delete(page);
    else if (question) question.tab = tab;
    await this.#save(questions);
  }

  /** The person said yes in this tab, so the page that asked was not refused. @param {number | undefined} tab */
  async accepted(tab) {
    const questions = await this.#load();
    for (const [page, question] of questions) if (question.tab === tab) questions.delete(page);
    await this.#save(questions);
  }

  /** The person clicked a link on this page. @param {number} page its tab */
  async forget(page) {
    const questions = await this.#load();
    if (questions.delete(page)) await this.#save(questions);
  }

  /** @param {number} page @param {PageState} state */
  async #decide(page, { origin, activated }) {
    const questions = await this.#load();
    const last = questions.get(page);
    if (last && (last.tab === kOpening || (await this.world.isAsking(last.tab)))) return "asking";
    // What only a failed navigation shows has no origin, and is taken for the page that was there before.
    const unknown = origin === undefined || last?.origin === undefined;
    const refused = last !== undefined && (unknown || last.origin === origin);
    if (refused && !activated) return "refused";
    questions.delete(page);
    questions.set(page, { origin, tab: kOpening });
    return "ask";
  }

  async #load() {
    if (this.#questions) return this.#questions;
    const recalled = new Map(await this.world.recall());
    return (this.#questions ??= recalled);
  }

  /** @param {Map<number, Question>} questions */
  async #save(questions) {
    for (const page of questions.keys()) if (questions.size > kMost) questions.delete(page);
    await this.world.remember([...questions].filter(([, { tab }]) => tab !== kOpening));
  }
}
