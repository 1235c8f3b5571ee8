// The controls leave the picture alone when nobody moves.

const kRestMs = 2500;

/** Sets data-idle on the page after 2.5 s without pointer or key, takes it away with the next. @param {() => boolean} mayHide */
export function hideWhenIdle(mayHide) {
  const { dataset } = document.documentElement;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wake = () => {
    delete dataset.idle;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (mayHide()) dataset.idle = "";
      else wake();
    }, kRestMs);
  };
  for (const name of ["pointermove", "pointerdown", "keydown", "focusin"]) document.addEventListener(name, wake);
  wake();
}
