// The reel's page.
import { openTheatre, withoutStart } from "./theatre.js";

const root = document.querySelector(".theatre");
const leave = () => location.assign(root.querySelector("[data-act=leave]").href);
openTheatre(root, { address: withoutStart(location.href), leave });
