// A page that shows nothing of what others do is open all the same: it is told of a standup, and others see who is here.
import { follow } from "./stream.js";

const { project, seq } = document.body.dataset;

follow(`/p/${project}/live/`, Number(seq), { async onMessage() {}, showState() {} });
