// Bitmap subtitles, in the shape that the readers of their formats return and the renderer draws.

/** @typedef {{x: number, y: number, width: number, height: number}} Area */
/**
 * @typedef {object} BitmapPart
 * @property {number} x where its left upper corner lies
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {Area | null} crop what of it is shown; all without one
 * @property {number} bytes what it takes to keep
 * @property {() => Uint8ClampedArray<ArrayBuffer>} paint its pixels: red, green, blue, opacity
 */
/**
 * @typedef {object} Picture
 * @property {number} start seconds of the film
 * @property {number} end seconds; moves when it becomes known
 * @property {number} width of the screen it was made for
 * @property {number} height
 * @property {BitmapPart[]} parts
 */

export {};
