// What the recorder says and asks, from the templates in _record_sentences.html. One sentence at a time.
let answer = null; // while something is asked

/** Shows a sentence until the next one; "" shows none. */
export function say(root, name, device = "") {
  const place = root.querySelector("[data-said]");
  if (place.dataset.name === name) return;
  place.dataset.name = name;
  place.replaceChildren(...(name ? [root.querySelector(`[data-sentence="${name}"]`).content.cloneNode(true)] : []));
  for (const named of place.querySelectorAll("[data-device]")) named.textContent = device;
}

/** Resolves with the value of the button that is pressed. */
export async function ask(root, name, device) {
  const place = root.querySelector("[data-said]");
  say(root, name, device);
  place.querySelector("button, select").focus();
  const chosen = await new Promise((resolve) => {
    answer = resolve;
    place.onclick = ({ target }) => target.value && target.matches("button") && resolve(target.value);
  });
  answer = place.onclick = null;
  say(root, "");
  return chosen;
}

/** Takes the question back, as if this had been the answer. */
export function answerWith(value) {
  answer?.(value);
}
