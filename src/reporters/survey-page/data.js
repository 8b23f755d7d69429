/* What the scripts of the page share: the data in #data (see src/reporters/survey-html.ts), and how elements are made. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { survey, paths, functions } = data;

  /** An element with attributes, and children that are elements or text. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {}))
      if (value !== undefined) element.setAttribute(name, value);
    for (const child of children.flat()) if (child !== undefined && child !== "") element.append(child);
    return element;
  }

  const byId = (id) => document.getElementById(id);
  const number = (value) => value.toLocaleString("en");
  const plural = (value, noun) =>
    `${number(value)} ${value === 1 ? noun : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;

  window.surveyPage = { data, survey, paths, functions, make, byId, number, plural };
})();
