// Style sheets of what is rarely used come with the script that needs them.

const sheets = new Map(); // by address: what is under way, and what is there

/** Resolve when the sheet counts. Its address is a `new URL` beside `import.meta.url`, which collecting gives the hash. */
export function withStyles({ href }) {
  if (!sheets.has(href)) sheets.set(href, link(href));
  return sheets.get(href);
}

function link(href) {
  return new Promise((resolve, reject) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve });
    sheet.onerror = () => {
      sheet.remove();
      sheets.delete(href); // another try is another request
      reject(new Error(`${href} could not be fetched.`));
    };
    document.head.append(sheet);
  });
}
