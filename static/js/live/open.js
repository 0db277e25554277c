// A page that shows nothing of what others do is open all the same: it is told of a standup, others see who is here, and
// it is loaded again when its person may do something else.
import { followWith } from "./refetch.js";

followWith(() => {}, { showsCards: false });
