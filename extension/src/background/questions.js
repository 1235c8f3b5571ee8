// Remembers the pages that opened a link without a person's click. A page has one confirm page at a time. After a "no"
// it gets no other until it has a new user activation.

/** @typedef {{origin?: string, tab: number}} Question origin of the page, and the tab of its confirm page */

/**
 * Interface to the browser.
 * @typedef {object} World
 * @property {(tab: number) => Promise<boolean>} isAsking whether this tab still shows the confirm page
 * @property {() => Promise<[number, Question][]>} recall the remembered questions, after the worker restarts
 * @property {(questions: [number, Question][]) => Promise<void>} remember
 */

/**
 * @typedef {object} PageState
 * @property {string} [origin] undefined where the browser does not tell it
 * @property {boolean} activated whether it has a recent user activation
 */

/** The tab number of a confirm page that is about to open. */
const kOpening = -1;

/** Limit of remembered pages. */
const kMost = 50;

export class Questions {
  /** By the tab of the page; a "yes" removes the entry. @type {Map<number, Question> | null} */
  #questions = null;
  /** Serialises decisions, because a page may open many links at once. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {World} world */
  constructor(world) {
    this.world = world;
  }

  /**
   * Decides whether a page may open its confirm page now. After "ask", opened() has to be called.
   * @param {number} page its tab
   * @param {PageState} state
   * @returns {Promise<"ask" | "asking" | "refused">}
   */
  begin(page, state) {
    const decision = this.#turn.then(() => this.#decide(page, state));
    this.#turn = decision.catch(() => {});
    return decision;
  }

  /**
   * Notes the tab of a confirm page; undefined: it could not be opened.
   * @param {number} page its tab
   * @param {number | undefined} tab
   */
  async opened(page, tab) {
    const questions = await this.#load();
    const question = questions.get(page);
    if (tab === undefined) questions.delete(page);
    else if (question) question.tab = tab;
    await this.#save(questions);
  }

  /** The person said yes in this tab, so its page was not refused. @param {number | undefined} tab */
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
    // A failed navigation has no origin, so it counts as one of the page that was in the tab before.
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
