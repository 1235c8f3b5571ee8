// Rules for the extension, its tools and its tests: modern modules, one door to the browser API, no HTML from text.

import js from "@eslint/js";
import noUnsanitized from "eslint-plugin-no-unsanitized";

/** @param {string} names */
const readonly = (names) => Object.fromEntries(names.split(" ").map((name) => [name, "readonly"]));

const kEveryWhere = "URL URLSearchParams TextEncoder TextDecoder setTimeout clearTimeout performance console fetch crypto";
const kPages =
  "BroadcastChannel HTMLDetailsElement document window location history navigator screen devicePixelRatio Document Element HTMLElement DocumentFragment Event CustomEvent " +
  "KeyboardEvent requestAnimationFrame cancelAnimationFrame setInterval clearInterval MediaMetadata " +
  "IntersectionObserver ResizeObserver matchMedia getComputedStyle Intl globalThis AbortController DOMParser AbortSignal " +
  "CSS HTMLInputElement HTMLButtonElement HTMLVideoElement HTMLMediaElement HTMLDialogElement HTMLSelectElement " +
  "HTMLFormElement HTMLCanvasElement HTMLImageElement HTMLIFrameElement ImageData HTMLAnchorElement HTMLUListElement HTMLTemplateElement Node MediaSource Blob queueMicrotask VTTCue btoa WebSocket RTCPeerConnection";

export default [
  { ignores: ["node_modules/"] },
  js.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: readonly(kEveryWhere) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      curly: ["error", "multi-line"],
      "no-var": "error",
      "prefer-const": "error",
      "no-implicit-globals": "error",
      "object-shorthand": "error",
      "no-throw-literal": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
    },
  },
  {
    files: ["**/src/**/*.js"],
    languageOptions: { globals: readonly(kPages) },
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "chrome", message: "Import { browser } from shared/browser.js." },
        { name: "browser", message: "Import { browser } from shared/browser.js." },
      ],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Names are hostile text: use textContent." },
        { property: "outerHTML", message: "Names are hostile text: use textContent." },
        { property: "insertAdjacentHTML", message: "Names are hostile text: use textContent." },
      ],
      "no-console": "error",
    },
  },
  {
    // A classic script in other people's pages: it cannot import anything.
    files: ["**/src/content/*.js"],
    languageOptions: { sourceType: "script", globals: readonly("chrome browser navigation") },
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["**/src/shared/browser.js"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["**/tools/**/*.mjs", "**/tests/**/*.mjs"],
    languageOptions: { globals: readonly("process Buffer globalThis structuredClone setImmediate Event EventTarget Response queueMicrotask") },
  },
];
