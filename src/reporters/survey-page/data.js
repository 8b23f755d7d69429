/* What the scripts of the page share: the data in #data (see src/reporters/survey-html.ts), the words in #words, and how elements are made. */
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

  // As src/language/say.ts, with the words of the page.
  const { language, sentences, nouns } = JSON.parse(byId("words").textContent);
  const translate = (text) => sentences[text] ?? text;
  const say = (texts, ...values) =>
    translate(texts.reduce((key, text, index) => `${key}{${index - 1}}${text}`)).replace(/\{(\d)\}/g, (_, place) =>
      String(values[Number(place)]),
    );
  const number = (value) => value.toLocaleString(language);
  const countOf = (value, noun) => {
    const [one, several] = nouns[noun] ?? [noun, `${noun}s`];
    return `${number(value)} ${value === 1 ? one : several}`;
  };

  window.surveyPage = { data, survey, paths, functions, make, byId, number, say, translate, countOf };
})();
