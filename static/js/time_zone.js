// Proposes the browser's time zone in a new project's form, if the server knows it by that name: else UTC stays.
const select = document.querySelector("select[data-propose-zone]");
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
if (select && [...select.options].some(({ value }) => value === timeZone)) select.value = timeZone;
