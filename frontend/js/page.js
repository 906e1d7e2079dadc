// Print, unfolding and focus.

/** Open every unfolding text while the page is printed, then put it back. */
function unfoldForPaper(doc) {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...doc.querySelectorAll("main details:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
}

/** A link to a place inside a folded text opens that text. */
function unfoldForAddress(doc) {
  const open = () => {
    const target = doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target?.closest("details:not([open])");
    if (!details) return;
    details.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", open);
  open();
}

export function startPage(doc) {
  unfoldForPaper(doc);
  unfoldForAddress(doc);
  for (const button of doc.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // The summary of errors takes the focus, so that it is read first.
  doc.querySelector("[data-focus]")?.focus();
}
