// A section's button to save it is there once something in the section has changed, and is then the page's filled one.
// A section that was refused keeps it. Without this script it is always there.
const FORMS = "form[data-section]";

updateAll();
// Back on this page by the browser's history, it has filled in again what was typed.
window.addEventListener("pageshow", updateAll);
for (const name of ["input", "change"]) {
  document.addEventListener(name, ({ target }) => target.form?.matches(FORMS) && update(target.form));
}

function updateAll() {
  document.querySelectorAll(FORMS).forEach(update);
}

function update(form) {
  const canSave = form.querySelector(".error") !== null || [...form.elements].some(isChanged);
  form.toggleAttribute("data-unchanged", !canSave);
  form.querySelector("button[type=submit]").classList.toggle("primary", canSave);
}

function isChanged(field) {
  if (field.options) return [...field.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  return field.checked !== field.defaultChecked || (field.matches("input, textarea") && field.value !== field.defaultValue);
}
