// Names of the messages inside the extension, by direction.

/** The name of the port that a page of the extension opens to the background. */
export const kPagePort = "page-bg";

export const PageToBackground = Object.freeze({
  request: "page-bg:request",
  retry: "page-bg:retry",
});

export const BackgroundToPage = Object.freeze({
  answer: "bg-page:answer",
  notification: "bg-page:notification",
  link: "bg-page:link",
});

export const BackgroundToContent = Object.freeze({
  activated: "bg-content:activated",
});

export const PopupToContent = Object.freeze({
  look: "popup-content:look",
});

export const ConfirmToBackground = Object.freeze({
  yes: "confirm-bg:yes",
});

export const ContentToBackground = Object.freeze({
  open: "content-bg:open",
  pass: "content-bg:pass",
});
