// Catches magnet links a person opens on any page and hands them to the background. A small classic script that runs
// in every frame at document_start; it tells the background which links to open or to leave, and asks the page for
// nothing.
//
// A page can name its elements like the properties that are read of them (a form's <input name="getAttribute">), so
// properties of elements are read by the getters of the DOM's prototypes.
//
// Alt with a click lets the link pass to the system's own torrent program. A link the page opens by itself (scripted
// click, location, form.submit()) is sent as not trusted: the background then asks before anything touches the network.
"use strict";

(() => {
  const kLongestLink = 16 * 1024;
  /** The popup shows no more. */
  const kMostLinks = 100;
  const kSvg = "http://www.w3.org/2000/svg";
  /** Closed shadow roots inside each other that are looked into. */
  const kMostRoots = 64;
  /** As long as browsers take a page for activated by a person (HTML, transient activation). */
  const kActivationMs = 5000;
  const extension = globalThis.browser ?? globalThis.chrome;

  /** @param {object} prototype @param {string} name @returns {(node: any) => any} reads the property, whatever the page put over it */
  const reader = (prototype, name) => {
    const get = /** @type {() => any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get);
    return (node) => get.call(node);
  };
  const localNameOf = reader(Element.prototype, "localName");
  const namespaceOf = reader(Element.prototype, "namespaceURI");
  const parentOf = reader(Node.prototype, "parentElement");
  const nodeTypeOf = reader(Node.prototype, "nodeType");
  /** @param {Element} element @param {string} name @returns {string | null} */
  const attributeOf = (element, name) => Element.prototype.getAttribute.call(element, name);

  /** What the person's click or Enter went through, for as long as the task of that event runs. @type {EventTarget[]} */
  let gesturePath = [];
  /** When the person last did something in this frame. */
  let inputAt = -Infinity;
  /** Whether a page's own wish was told since: one gesture is worth one question. */
  let gestureUsed = false;

  /** Set while a link is on its way to the system, so that the navigate listener lets it pass. */
  let passing = false;

  /** The person's choice (shared/link_preferences.js); until it is read, magnet links are caught. @type {{off?: boolean, sites?: string[], files?: boolean}} */
  let catching = {};
  extension.storage?.local.get("catching").then((kept) => (catching = kept.catching ?? {}), () => {});
  extension.storage?.onChanged.addListener((changes, area) => {
    if (area === "local" && changes.catching) catching = /** @type {any} */ (changes.catching.newValue ?? {});
  });

  /** The sites this frame belongs to: its own, and the one whose page holds it, where the browser tells. */
  function ownSites() {
    const around = [.../** @type {any} */ (location.ancestorOrigins ?? [])].map((origin) => URL.parse?.(origin)?.hostname);
    return [location.hostname, ...around];
  }

  /** The person does not want links caught, here or anywhere. */
  function isOff() {
    return catching.off === true || ownSites().some((site) => site && catching.sites?.includes(site));
  }

  /** The link goes its way; nobody asks about a navigation that comes to nothing. @param {string} link */
  function leave(link) {
    try {
      extension.runtime.sendMessage({ type: "content-bg:pass", link })?.catch(() => {});
    } catch {
      // Without a background there is nobody to ask.
    }
  }

  /** False once the extension was updated or removed: the page keeps this script, but nobody listens any more. */
  function alive() {
    try {
      return Boolean(extension.runtime?.id);
    } catch {
      return false;
    }
  }

  /**
   * Other networks use magnet links too; those are not ours. Whether a link of ours is whole, the background judges: it
   * knows the ways in which people have them (shared/magnet.js).
   * @param {string} link
   */
  function isTorrentMagnet(link) {
    if (!/^magnet:/i.test(link) || link.length > kLongestLink) return false;
    const colon = "(?::|%(?:25)*3a)";
    const equals = "(?:=|%(?:25)*3d)";
    return new RegExp(`bt[im]h${colon}|xs(?:\\.\\d+)?${equals}https?${colon}`, "i").test(link);
  }

  /** The address of a .torrent file, by its path; pages that give files under other names leave them to the browser. @param {string} link */
  function isTorrentFile(link) {
    return link.length <= kLongestLink && /^https?:\/\/[^?#]*\.torrent(?:[?#]|$)/i.test(link);
  }

  /** Windows and documents stand in an event's path too, and elements of another frame's document. @param {any} node */
  function isElement(node) {
    try {
      return nodeTypeOf(node) === Node.ELEMENT_NODE;
    } catch {
      return false;
    }
  }

  /**
   * The address of a link element, or null for anything that is not one.
   * @param {any} node
   * @returns {string | null}
   */
  function addressOf(node) {
    if (!isElement(node)) return null;
    const name = localNameOf(node);
    if (name !== "a" && name !== "area") return null;
    const address = namespaceOf(node) === kSvg ? node.href?.baseVal : node.href;
    return typeof address === "string" && address !== "" ? address.trim() : null;
  }

  /**
   * The nearest link around an element, within its own tree.
   * @param {Element | null} element
   * @returns {string | null}
   */
  function nearestAddress(element) {
    for (let node = element; node; node = parentOf(node)) {
      const address = addressOf(node);
      if (address !== null) return address;
    }
    return null;
  }

  /** The shadow root of an element, also a closed one. @param {any} element @returns {any} */
  function shadowRootOf(element) {
    if (!(element instanceof HTMLElement)) return null;
    if (extension.dom?.openOrClosedShadowRoot) return extension.dom.openOrClosedShadowRoot(element);
    return /** @type {any} */ (element).openOrClosedShadowRoot ?? null;
  }

  /**
   * Closed shadow roots hide what was clicked: ask each root for the element at that place, or for the one that has
   * the focus when the keyboard was used, which is a click without a kind of pointer.
   * @param {PointerEvent} event
   * @returns {string | null}
   */
  function addressInClosedRoots(event) {
    let host = event.composedPath()[0];
    for (let count = 0; count < kMostRoots; count++) {
      const root = shadowRootOf(host);
      if (!root) return null;
      const focused = event.pointerType === "" ? root.activeElement : null;
      const inner = focused ?? root.elementFromPoint(event.clientX, event.clientY);
      if (!inner || inner === host) return null;
      const address = nearestAddress(inner);
      if (address !== null) return address;
      host = inner;
    }
    return null;
  }

  /** @param {PointerEvent} event @returns {string | null} */
  function addressUnder(event) {
    for (const node of event.composedPath()) {
      const address = addressOf(node);
      if (address !== null) return address;
    }
    return addressInClosedRoots(event);
  }

  /** @param {Event} event */
  function onInput(event) {
    if (!event.isTrusted) return;
    inputAt = performance.now();
    gestureUsed = false;
  }

  /** Browsers send a form with the click on its submitter, or with the keypress of Enter in one of its fields. @param {Event} event */
  function rememberGesture(event) {
    const other = event.type === "keypress" && /** @type {KeyboardEvent} */ (event).key !== "Enter";
    if (!event.isTrusted || other) return;
    gesturePath = event.composedPath();
    setTimeout(() => (gesturePath = []));
  }

  /**
   * Whether a person is at work on this page, and the page has not used that for a question already. A window that the
   * page opens takes the browser's own mark of it away.
   */
  function takeActivation() {
    const recent = navigator.userActivation.isActive || performance.now() - inputAt < kActivationMs;
    const active = recent && !gestureUsed;
    if (active) gestureUsed = true;
    return active;
  }

  /**
   * Sends the link away and keeps the browser from opening it. When it cannot be sent, the link passes.
   * @param {Event} event
   * @param {string} link
   * @param {boolean} trusted
   * @param {"current" | "background"} where
   */
  function take(event, link, trusted, where) {
    try {
      const activated = trusted || takeActivation();
      const sent = extension.runtime.sendMessage({ type: "content-bg:open", link, trusted, activated, where });
      sent?.catch(() => {}); // the background answers nothing
    } catch {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /**
   * Opens the link as if we were not here. Left alone, Chromium would try to download it.
   * @param {Event} event
   * @param {string} link
   */
  function passToSystem(event, link) {
    event.preventDefault();
    event.stopImmediatePropagation();
    passing = true;
    try {
      // The background would ask about a navigation that came to nothing.
      extension.runtime.sendMessage({ type: "content-bg:pass", link })?.catch(() => {});
    } catch {
      // Without a background there is nobody to ask.
    }
    location.href = link;
    passing = false;
  }

  /**
   * A file that the browser would download, where the person has chosen to have it streamed: their own plain click alone, so that
   * every other way still gives the file.
   * @param {PointerEvent} event
   * @param {string} link
   */
  function onTorrentFile(event, link) {
    const plain = event.button === 0 && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const own = event.isTrusted && navigator.userActivation.isActive;
    if (catching.files === true && plain && own && !isOff() && alive()) take(event, link, true, "current");
  }

  /** @param {PointerEvent} event */
  function onClick(event) {
    if (event.type === "auxclick" && event.button !== 1) return; // the right button ends here too
    const link = addressUnder(event);
    if (link !== null && isTorrentFile(link)) return onTorrentFile(event, link);
    if (link === null || !isTorrentMagnet(link) || !alive()) return;
    if (isOff()) return leave(link);
    const trusted = event.isTrusted && navigator.userActivation.isActive;
    if (event.altKey && trusted) return passToSystem(event, link);
    const background = event.button === 1 || event.ctrlKey || event.metaKey;
    take(event, link, trusted, background ? "background" : "current");
  }

  /**
   * Scripts can send a form with an event that is trusted (requestSubmit(), a click on its button), for seconds after a
   * gesture that was for something else. A person's own submission follows in the task of their click on the submitter,
   * or of their Enter in a field of this form when the form has no submitter.
   * @param {SubmitEvent} event
   */
  function isPersonsSubmission(event) {
    if (!event.isTrusted || !navigator.userActivation.isActive) return false;
    if (event.submitter) return gesturePath.includes(event.submitter);
    const [field] = gesturePath;
    return field instanceof HTMLInputElement && field.form === event.target;
  }

  /**
   * A form that is sent with GET loses the query of its address, so the attribute is read.
   * @param {SubmitEvent} event
   */
  function onSubmit(event) {
    const { submitter, target } = event;
    const own = submitter && attributeOf(submitter, "formaction");
    const link = (own ?? attributeOf(/** @type {Element} */ (target), "action") ?? "").trim();
    if (!isTorrentMagnet(link) || !alive()) return;
    if (isOff()) return leave(link);
    take(event, link, isPersonsSubmission(event), "current");
  }

  /** Chromium: whatever no event of the page shows (location, a link outside the document). @param {any} event */
  function onNavigate(event) {
    if (passing || !event.cancelable || !/^magnet:/i.test(event.destination.url)) return;
    const source = event.sourceElement;
    const isForm = isElement(source) && localNameOf(source) === "form";
    const action = isForm ? attributeOf(source, "action")?.trim() : null;
    const link = action ?? event.destination.url;
    if (!isTorrentMagnet(link) || !alive()) return;
    if (isOff()) return leave(link);
    take(event, link, event.isTrusted && event.userInitiated, "current");
  }

  /** Links of this page, each once. Text of theirs is the page's, as all of it. */
  function linksHere() {
    const found = [...document.querySelectorAll("a[href], area[href]")].map(addressOf);
    return [...new Set(found.filter((link) => link !== null && isTorrentMagnet(link)))].slice(0, kMostLinks);
  }

  /** The background asks for navigations that no event shows, the popup for what there is on this page. */
  extension.runtime.onMessage.addListener((message, _sender, answer) => {
    if (message?.type === "popup-content:look") answer({ site: location.hostname, links: linksHere() });
    if (message?.type === "bg-content:activated") answer(takeActivation());
  });
  for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, onInput, { capture: true, passive: true });
  for (const type of ["click", "keypress"]) window.addEventListener(type, rememberGesture, { capture: true, passive: true });
  window.addEventListener("click", onClick, { capture: true });
  window.addEventListener("auxclick", onClick, { capture: true });
  window.addEventListener("submit", onSubmit, { capture: true });
  /** @type {any} */ (globalThis).navigation?.addEventListener("navigate", onNavigate);
})();
