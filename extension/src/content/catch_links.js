// Catches magnet links that a person opens on any page, and sends them to the background. A small classic script that
// runs in every frame at document_start. It tells the background which links to open or to pass, and requests nothing
// from the page.
//
// A page can name elements like the properties that the script reads (a form's <input name="getAttribute">), so
// properties of elements are read by the getters of the DOM's prototypes.
//
// Alt with a click passes the link to the system's torrent program. A link that the page opens by itself (scripted
// click, location, form.submit()) is sent as not trusted: the background then asks the person before anything touches
// the network.
"use strict";

(() => {
  const kLongestLink = 16 * 1024;
  /** Limit of links that the popup shows. */
  const kMostLinks = 100;
  const kSvg = "http://www.w3.org/2000/svg";
  /** Limit of nested closed shadow roots that are searched. */
  const kMostRoots = 64;
  /** Duration of transient activation in browsers (HTML), ms. */
  const kActivationMs = 5000;
  const extension = globalThis.browser ?? globalThis.chrome;

  /**
   * Returns a getter of the prototype, which a page cannot shadow.
   * @param {object} prototype
   * @param {string} name
   * @returns {(node: any) => any}
   */
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

  /** The event path of the person's click or Enter, while the task of that event runs. @type {EventTarget[]} */
  let gesturePath = [];
  /** The time of the person's last input in this frame. */
  let inputAt = -Infinity;
  /** Whether the last activation has been used: it allows a page one question. */
  let gestureUsed = false;

  /** Set while a link is passed to the system, so that the navigate listener ignores it. */
  let passing = false;

  /**
   * The person's choice (shared/link_preferences.js); until it is read, magnet links are caught.
   * @type {{off?: boolean, sites?: string[], files?: boolean}}
   */
  let catching = {};
  extension.storage?.local.get("catching").then((kept) => (catching = kept.catching ?? {}), () => {});
  extension.storage?.onChanged.addListener((changes, area) => {
    if (area === "local" && changes.catching) catching = /** @type {any} */ (changes.catching.newValue ?? {});
  });

  /** The host names of this frame and of the pages that contain it, where the browser tells them. */
  function ownSites() {
    const around = [.../** @type {any} */ (location.ancestorOrigins ?? [])].map((origin) => URL.parse?.(origin)?.hostname);
    return [location.hostname, ...around];
  }

  /** The person has switched off catching, on this site or everywhere. */
  function isOff() {
    return catching.off === true || ownSites().some((site) => site && catching.sites?.includes(site));
  }

  /**
   * Lets the link pass and tells the background, so that it does not ask about the failed navigation.
   * @param {string} link
   */
  function leave(link) {
    try {
      extension.runtime.sendMessage({ type: "content-bg:pass", link })?.catch(() => {});
    } catch {
      // The background is gone.
    }
  }

  /**
   * False after the extension was updated or removed: the page keeps this script, but its messages reach no background.
   */
  function alive() {
    try {
      return Boolean(extension.runtime?.id);
    } catch {
      return false;
    }
  }

  /**
   * Whether a magnet link names a torrent; other networks use magnet links too. The background validates the rest,
   * because it knows the spellings in use (shared/magnet.js).
   * @param {string} link
   */
  function isTorrentMagnet(link) {
    if (!/^magnet:/i.test(link) || link.length > kLongestLink) return false;
    const colon = "(?::|%(?:25)*3a)";
    const equals = "(?:=|%(?:25)*3d)";
    return new RegExp(`bt[im]h${colon}|xs(?:\\.\\d+)?${equals}https?${colon}`, "i").test(link);
  }

  /**
   * Whether the path of a link names a .torrent file; pages that serve files under other names leave them to the
   * browser.
   * @param {string} link
   */
  function isTorrentFile(link) {
    return link.length <= kLongestLink && /^https?:\/\/[^?#]*\.torrent(?:[?#]|$)/i.test(link);
  }

  /** An event's path also has windows, documents, and elements of other frames' documents. @param {any} node */
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
   * Finds a link in closed shadow roots, which hide the clicked element: asks each root for the element at the event's
   * place, or for the focused one when the keyboard was used, which is a click without a pointerType.
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

  /**
   * Browsers submit a form with the click on its submitter, or with the keypress of Enter in one of its fields.
   * @param {Event} event
   */
  function rememberGesture(event) {
    const other = event.type === "keypress" && /** @type {KeyboardEvent} */ (event).key !== "Enter";
    if (!event.isTrusted || other) return;
    gesturePath = event.composedPath();
    setTimeout(() => (gesturePath = []));
  }

  /**
   * Whether the page has a user activation that has not been used for a question. A window that the page opens consumes
   * the browser's own activation, so the last input counts too.
   */
  function takeActivation() {
    const recent = navigator.userActivation.isActive || performance.now() - inputAt < kActivationMs;
    const active = recent && !gestureUsed;
    if (active) gestureUsed = true;
    return active;
  }

  /**
   * Sends the link to the background and keeps the browser from opening it. When it cannot be sent, the browser opens
   * it.
   * @param {Event} event
   * @param {string} link
   * @param {boolean} trusted
   * @param {"current" | "background"} where
   */
  function take(event, link, trusted, where) {
    try {
      const activated = trusted || takeActivation();
      const sent = extension.runtime.sendMessage({ type: "content-bg:open", link, trusted, activated, where });
      sent?.catch(() => {}); // the background does not answer
    } catch {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /**
   * Opens the link as without the extension. Left alone, Chromium would try to download it.
   * @param {Event} event
   * @param {string} link
   */
  function passToSystem(event, link) {
    event.preventDefault();
    event.stopImmediatePropagation();
    passing = true;
    try {
      // Otherwise the background would ask about the failed navigation.
      extension.runtime.sendMessage({ type: "content-bg:pass", link })?.catch(() => {});
    } catch {
      // The background is gone.
    }
    location.href = link;
    passing = false;
  }

  /**
   * A .torrent file, when the person has chosen to have them streamed. Only a plain click counts, so that every other
   * way still downloads the file.
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
    if (event.type === "auxclick" && event.button !== 1) return; // the right button fires auxclick too
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
   * Whether a person submitted the form. Scripts can submit one with a trusted event (requestSubmit(), a click on its
   * button) for seconds after an unrelated gesture. A person's submission follows in the task of their click on the
   * submitter, or of their Enter in a field of this form when the form has no submitter.
   * @param {SubmitEvent} event
   */
  function isPersonsSubmission(event) {
    if (!event.isTrusted || !navigator.userActivation.isActive) return false;
    if (event.submitter) return gesturePath.includes(event.submitter);
    const [field] = gesturePath;
    return field instanceof HTMLInputElement && field.form === event.target;
  }

  /**
   * A form that is sent with GET loses the query of its action URL, so the attribute is read.
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

  /** Chromium: navigations that no other event shows (location, a link outside the document). @param {any} event */
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

  /** The links of this page, each once, with their text, which is the page's and hostile. */
  function linksHere() {
    const found = [...document.querySelectorAll("a[href], area[href]")].map(addressOf);
    return [...new Set(found.filter((link) => link !== null && isTorrentMagnet(link)))].slice(0, kMostLinks);
  }

  /** The background asks for user activation, the popup for the links of this page. */
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
