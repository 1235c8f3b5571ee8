// Hides the controls while no pointer moves and no key is pressed.

const kRestMs = 2500;

/** Sets data-idle on the page after 2.5 s without pointer or key, and removes it with the next. @param {() => boolean} mayHide */
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
