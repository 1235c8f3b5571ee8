// The manifest as a store takes it: the Chrome Web Store gives the extension a key of its own.

/** @param {string} text of the built manifest.json @returns {string} */
export function storeManifest(text) {
  const manifest = JSON.parse(text);
  delete manifest.key;
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
