// Catches magnet links a person opens on any page and hands them to the background. A small classic script that runs
// in every frame at document_start; it tells the background which links to open or to leave, and asks the page for
// nothing.
//
// Alt with a click lets the link pass to the system's own torrent program. A link the page opens by itself (scripted
// click, location, form.submit()) is sent as not trusted: the background then asks before anything touches the network.
"use strict";

(() => {
  const kLongestLink = 16 * 1024;
  const kSvg = "http://www.w3.org/2000/svg";
  const extension = globalThis.browser ?? globalThis.chrome;

  /** Set while a link is on its way to the system, so that the navigate listener lets it pass. */
  let passing = false;

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

  /**
   * The address of a link element, or null for anything that is not one.
   * @param {any} node
   * @returns {string | null}
   */
  function addressOf(node) {
    if (node.localName !== "a" && node.localName !== "area") return null;
    const address = node.namespaceURI === kSvg ? node.href?.baseVal : node.href;
    return typeof address === "string" && address !== "" ? address.trim() : null;
  }

  /**
   * The nearest link around an element, within its own tree.
   * @param {Element | null} element
   * @returns {string | null}
   */
  function nearestAddress(element) {
    for (let node = element; node; node = node.parentElement) {
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
    for (let root = shadowRootOf(host); root; root = shadowRootOf(host)) {
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

  /**
   * Sends the link away and keeps the browser from opening it. When it cannot be sent, the link passes.
   * @param {Event} event
   * @param {string} link
   * @param {boolean} trusted
   * @param {"current" | "background"} where
   */
  function take(event, link, trusted, where) {
    try {
      const sent = extension.runtime.sendMessage({ type: "content-bg:open", link, trusted, where });
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

  /** @param {PointerEvent} event */
  function onClick(event) {
    if (event.type === "auxclick" && event.button !== 1) return; // the right button ends here too
    const link = addressUnder(event);
    if (link === null || !isTorrentMagnet(link) || !alive()) return;
    const trusted = event.isTrusted && navigator.userActivation.isActive;
    if (event.altKey && trusted) return passToSystem(event, link);
    const background = event.button === 1 || event.ctrlKey || event.metaKey;
    take(event, link, trusted, background ? "background" : "current");
  }

  /**
   * A form that is sent with GET loses the query of its address, so the attribute is read.
   * @param {SubmitEvent} event
   */
  function onSubmit(event) {
    const form = /** @type {Element} */ (event.target);
    const link = (event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "").trim();
    if (!isTorrentMagnet(link) || !alive()) return;
    take(event, link, event.isTrusted && navigator.userActivation.isActive, "current");
  }

  /** Chromium: whatever no event of the page shows (location, a link outside the document). @param {any} event */
  function onNavigate(event) {
    if (passing || !event.cancelable || !/^magnet:/i.test(event.destination.url)) return;
    const source = event.sourceElement;
    const action = source?.localName === "form" ? source.getAttribute("action")?.trim() : null;
    const link = action ?? event.destination.url;
    if (!isTorrentMagnet(link) || !alive()) return;
    take(event, link, event.isTrusted && event.userInitiated, "current");
  }

  window.addEventListener("click", onClick, { capture: true });
  window.addEventListener("auxclick", onClick, { capture: true });
  window.addEventListener("submit", onSubmit, { capture: true });
  /** @type {any} */ (globalThis).navigation?.addEventListener("navigate", onNavigate);
})();
