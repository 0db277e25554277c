// A card being split on a page of its own.
import { begin, send } from "./pieces.js";

const form = document.getElementById("split-form");
begin(form);
form.addEventListener("submit", () => send(form));
