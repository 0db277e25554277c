// A picture or a file pasted on a card. Where there is text, it wins: cells of a spreadsheet and a paragraph of a text
// processor come with a picture of themselves.
import { attachGiven, cardTaking, filesIn, textAt } from "./given.js";

const UNSEEN = /[\s\u200b\ufeff\ufffc]+/g; // with what holds the place of a picture in a text
const UNREAD = "style, script, template";
const FILE_LIST = /^(x-special\/nautilus-clipboard|copy|cut)$/; // what a file manager may write above its addresses
const UNNAMED = /^(image\.\w+)?$/; // as browsers call a picture that comes from no file

document.addEventListener("paste", (event) => {
  const { clipboardData, target } = event;
  const card = clipboardData?.files.length && !event.defaultPrevented ? cardTaking(target) : 0;
  if (!card || isText(clipboardData)) return;
  event.preventDefault();
  attachGiven(card, filesIn(clipboardData), { field: textAt(target), made: isUnnamed(clipboardData) });
});

function isText(data) {
  const text = data.getData("text/plain");
  const { words, pictures, isEmpty } = readHtml(data.getData("text/html"));
  if (!isEmpty) return Boolean(words) || pictures !== 1;
  return Boolean(text.replace(UNSEEN, "")) && !namesFiles(text, data.files);
}

/** Read without being shown: nothing that it names is fetched. */
function readHtml(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(UNREAD)) element.remove();
  const words = body.textContent.replace(UNSEEN, "");
  return { words, pictures: body.querySelectorAll("img").length, isEmpty: !words && !body.childElementCount };
}

/** A file manager gives the names of the files as text, or where they are. */
function namesFiles(text, files) {
  const lines = text.split(/[\r\n\0]+/).map((line) => line.trim()).filter((line) => line && !FILE_LIST.test(line));
  const names = lines.map((line) => decoded(line).split(/[/\\]/).at(-1));
  return names.length === files.length && [...files].every(({ name }) => names.includes(name));
}

function decoded(line) {
  try {
    return line.startsWith("file:") ? decodeURIComponent(line) : line;
  } catch {
    return line;
  }
}

function isUnnamed(data) {
  return data.files.length === 1 && UNNAMED.test(data.files[0].name) && !data.getData("text/plain").includes(data.files[0].name);
}
