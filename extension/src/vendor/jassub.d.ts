// The parts of jassub that the player uses; tools/vendor.mjs puts its bundle into this folder.

/** libass in a worker, which draws over a video with each of its frames. */
export default class Jassub {
  constructor(options: {
    video: HTMLVideoElement;
    /** Laid over the video from then on, and removed at the end. */
    canvas: HTMLCanvasElement;
    /** The script, at least its header. */
    subContent: string;
    workerUrl: string;
    wasmUrl: string;
    modernWasmUrl: string;
    /** URLs of the fonts that are loaded at the start. */
    fonts: string[];
    /** URLs of the fonts that are loaded when they are missed, by lower-case names. */
    availableFonts: Record<string, string>;
    defaultFont: string;
    queryFonts: false;
  });
  ready: Promise<void>;
  /** Seconds by which the script is ahead of the film. */
  timeOffset: number;
  renderer: {
    /** Adds lines of the script. */
    processData(lines: string): Promise<void>;
    addFonts(fonts: Uint8Array[]): Promise<unknown>;
  };
  manualRender(frame: { mediaTime: number; width: number; height: number; expectedDisplayTime: number }, repaint: boolean): Promise<void>;
  destroy(): Promise<void>;
}
