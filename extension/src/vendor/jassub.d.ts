// What the player uses of jassub, whose bundle tools/vendor.mjs puts in this place.

/** libass in a worker, which draws over a video with each of its frames. */
export default class Jassub {
  constructor(options: {
    video: HTMLVideoElement;
    /** Laid over the picture of the video from then on, and removed in the end. */
    canvas: HTMLCanvasElement;
    /** At least the head of a script. */
    subContent: string;
    workerUrl: string;
    wasmUrl: string;
    modernWasmUrl: string;
    /** Addresses of those that are there from the beginning. */
    fonts: string[];
    /** Those that are loaded when they are missed, by lower-case names. */
    availableFonts: Record<string, string>;
    defaultFont: string;
    queryFonts: false;
  });
  ready: Promise<void>;
  /** Seconds by which the script is ahead of the film. */
  timeOffset: number;
  renderer: {
    /** More lines of the script. */
    processData(lines: string): Promise<void>;
    addFonts(fonts: Uint8Array[]): Promise<unknown>;
  };
  manualRender(frame: { mediaTime: number; width: number; height: number; expectedDisplayTime: number }, repaint: boolean): Promise<void>;
  destroy(): Promise<void>;
}
