// Chromium's id of the extension: the first 128 bits of the SHA-256 of its public key, in the letters a to p.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extensionFolder } from './paths.mjs';

export function chromiumId() {
  const { key } = JSON.parse(readFileSync(join(extensionFolder('chromium'), 'manifest.json'), 'utf8'));
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join('');
}
