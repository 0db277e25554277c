// Every key of the board and of a standup, once. `on` says what has to have the focus, `page` where it acts if not on both,
// `writes` that it is not for viewers, `Mod+` the key Ctrl or Cmd, `opens` that the act returns the promise of what types
// into a field. An act that returns false leaves the key to the browser.
import { moveAllTo, step } from "../board/move.js";
import { undoWhenSent } from "../board/queue.js";
import { cardsFor, isSelecting, withSelection } from "../board/selection.js";
import { undoingLast } from "../own_changes.js";
import { block, changeAt, goAcross, goAlong, goDown, openMenu, split, toColumn, toNextWeek } from "./cards.js";
import { addCard, goToStop, pressLink, search, showShortcuts } from "./pages.js";

const CARD = ["card"];
const PAGE = ["page"];
const BOTH = ["card", "page"];
const ALL = ["card", "page", "other"];

export const KEYS = [
  { key: "ArrowUp", on: CARD, act: (card) => goAlong(card, -1) },
  { key: "ArrowDown", on: CARD, act: (card) => goAlong(card, 1) },
  { key: "ArrowLeft", on: CARD, act: (card) => goAcross(card, -1) },
  { key: "ArrowRight", on: CARD, act: (card) => goAcross(card, 1) },
  { key: "ArrowDown", on: PAGE, page: "standup", act: goDown },
  { key: "ArrowLeft", on: PAGE, page: "standup", act: () => goToStop("back") },
  { key: "ArrowRight", on: PAGE, page: "standup", act: () => goToStop("on") },
  { key: " ", on: BOTH, page: "standup", act: (_, element) => pressLink(element) },

  { key: "Alt+ArrowUp", on: CARD, writes: true, page: "board", act: (card) => step(card, -1) },
  { key: "Alt+ArrowDown", on: CARD, writes: true, page: "board", act: (card) => step(card, 1) },
  { key: "t", on: CARD, writes: true, page: "board", act: (card) => moveAllTo(cardsFor(card), undefined, "keys", { top: true }) },
  { key: "b", on: CARD, writes: true, page: "board", act: (card) => moveAllTo(cardsFor(card), undefined, "keys") },
  { key: "1", on: CARD, writes: true, act: (card) => toColumn(card, "todo") },
  { key: "2", on: CARD, writes: true, act: (card) => toColumn(card, "doing") },
  { key: "3", on: CARD, writes: true, act: (card) => toColumn(card, "done") },
  { key: "n", on: CARD, writes: true, act: toNextWeek },
  { key: "m", on: CARD, writes: true, act: openMenu },
  { key: ".", on: CARD, writes: true, act: openMenu },
  { key: "s", on: CARD, writes: true, act: split },

  { key: "x", on: CARD, writes: true, page: "board", act: (card) => withSelection((acts) => acts.toggle(card)) },
  { key: "Shift+ArrowUp", on: CARD, writes: true, page: "board", act: () => withSelection((acts) => acts.extend(-1)) },
  { key: "Shift+ArrowDown", on: CARD, writes: true, page: "board", act: () => withSelection((acts) => acts.extend(1)) },
  // A message that has the focus is what it closes.
  { key: "Escape", on: ALL, page: "board", act: (_, element) => isSelecting() && !element.closest("#messages") && withSelection((acts) => acts.clear()) },

  { key: "u", on: CARD, writes: true, act: block },
  { key: "a", on: CARD, writes: true, act: (card) => changeAt(card, "me") },
  { key: "Shift+a", on: CARD, writes: true, opens: true, act: (card) => changeAt(card, "assignees") },
  { key: "e", on: CARD, writes: true, opens: true, act: (card) => changeAt(card, "estimate") },
  { key: "l", on: CARD, writes: true, opens: true, act: (card) => changeAt(card, "labels") },
  { key: "c", on: CARD, writes: true, act: addCard },
  { key: "c", on: PAGE, writes: true, page: "standup", act: addCard },

  { key: "z", on: BOTH, writes: true, act: () => undoWhenSent(undoingLast()) },
  { key: "Mod+z", on: ALL, writes: true, act: () => undoWhenSent(undoingLast()) },
  { key: "/", on: ALL, page: "board", act: search },
  { key: "?", on: ALL, act: showShortcuts },
];
