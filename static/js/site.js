// What every page has. As it is collected it brings along what the scripts of a board import: see config/scripts.py.
import "./board/send.js";
import "./drafts.js";
import "./address_forms.js";
import "./projects.js";
import "./demos/unsent.js";
import "./dropped.js";
import "./search.js";
