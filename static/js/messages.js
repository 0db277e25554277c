// The messages of a page that has nothing else to say.
import "./toast.js";
