// A click on a face or a label of a card filters by it; the next one takes that off again. By keys the filters do the same.
const filters = document.getElementById("filters");

document.getElementById("board").addEventListener("click", (event) => {
  const sign = event.target.closest(".card :is(.label, [data-member])");
  if (!sign || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (sign.matches(".label")) toggle("label", sign.textContent);
  else toggle("person", sign.dataset.member);
});

/** The address holds the filters, and what else is chosen. */
function toggle(name, value) {
  const query = new URLSearchParams(document.body.dataset.back);
  if (query.get(name) === value) query.delete(name);
  else query.set(name, value);
  location.assign(`${filters.getAttribute("action")}?${query}`);
}
