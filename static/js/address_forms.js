// A page that comes back as it was left: an open menu is closed, because what it was opened for has been done.
// Forms that only ask, filters and searches, show what the address says. A page that comes back as it was left still has
// what was chosen on leaving it; autocomplete="off" on the form keeps browsers from writing that into a page loaded anew.
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const menu of document.querySelectorAll(":popover-open")) menu.hidePopover();
  for (const form of document.querySelectorAll("form[action]:not([method])")) form.reset();
});
