// A card being split on a page of its own.
import { begin, markDraftSent } from "./split_form.js";

const form = document.getElementById("split-form");
begin(form);
form.addEventListener("submit", () => markDraftSent(form));
