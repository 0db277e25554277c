// What every page does; a page's own modules are imported by the page that needs them.
import "./preferences.js";
import "./drafts.js";
