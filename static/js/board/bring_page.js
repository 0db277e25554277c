// The cards that can be brought into a week, on a page of their own.
import "../submit_guard.js";
import { begin } from "./bring_form.js";

begin(document.getElementById("bring-form"));
