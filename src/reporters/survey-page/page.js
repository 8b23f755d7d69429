/* The page of `uncoil survey --output-format html`. Its data are in #data; see src/reporters/survey-html.ts for the layout. */
(() => {
  const { data, survey, paths, make, byId, number, say, translate, countOf, rootItem, openTowardsBlocking } =
    window.surveyPage;
  const hows = ["blocking", "synchronous", "offloaded", "awaited"];
  const howWords = {
    blocking: say`blocks the loop`,
    synchronous: say`synchronous`,
    offloaded: say`in threads`,
    awaited: say`awaited`,
  };
  const contextWords = {
    loop: say`on the event loop`,
    worker: say`in threads`,
    startup: say`at start-up only`,
    unknown: say`seen in none of these`,
  };
  const kinds = ["network", "database", "process", "sleep", "lock", "input", "file", "cpu"];
  const pageSize = 200;

  function bar(parts) {
    const whole = parts.reduce((sum, [, count]) => sum + count, 0);
    return make(
      "div",
      { class: "bar", "aria-hidden": "true" },
      parts
        .filter(([, count]) => count > 0)
        .map(([name, count]) => make("i", { class: `${name} fill`, style: `flex: ${count / whole}` })),
    );
  }

  function legend(parts, words) {
    return make(
      "div",
      { class: "legend" },
      parts
        .filter(([, count]) => count > 0)
        .map(([name, count]) =>
          make("span", {}, make("i", { class: `dot ${name} fill` }), make("b", {}, number(count)), ` ${words[name]}`),
        ),
    );
  }

  const byHow = (io) =>
    hows.map((how) => [how, io.filter((item) => item.how === how).reduce((sum, item) => sum + item.count, 0)]);

  function card(title, figure, ...rest) {
    return make(
      "section",
      { class: "card" },
      make("div", { class: "soft small" }, title),
      make("div", { class: "figure" }, figure),
      ...rest,
    );
  }

  function showSummary() {
    const { counts, contexts, io, entries } = survey;
    const isBlocking = (entry) => entry.io.some(({ how, count, likely }) => how === "blocking" && count > likely);
    const blocking = entries.filter(isBlocking).length;
    const likely = entries.filter(
      (entry) => !isBlocking(entry) && entry.io.some(({ how }) => how === "blocking"),
    ).length;
    const all = byHow(io);
    const total = all.reduce((sum, [, count]) => sum + count, 0);
    const contextParts = ["loop", "worker", "startup", "unknown"].map((name) => [name, contexts[name]]);
    const followed = counts.calls - counts.unknownCalls;
    const share = counts.calls === 0 ? 100 : Math.floor((followed / counts.calls) * 100);
    byId("facts").textContent = [
      countOf(counts.files, "file"),
      say`${countOf(counts.functions, "function")}, ${number(counts.coroutines)} of them async`,
      say`${`${share} %`} of ${countOf(counts.calls, "call")} followed`,
    ].join(" · ");
    const free = entries.length - blocking - likely;
    byId("summary").append(
      card(
        say`Entry points`,
        number(entries.length),
        bar([
          ["blocking", blocking],
          ["blocking likely", likely],
          ["awaited", free],
        ]),
        legend(
          [
            ["blocking", blocking],
            ["blocking likely", likely],
            ["awaited", free],
          ],
          {
            blocking: say`block the loop somewhere`,
            "blocking likely": say`likely do`,
            awaited: say`do not, as far as can be seen`,
          },
        ),
      ),
      card(say`Calls that do I/O`, number(total), bar(all), legend(all, howWords)),
      card(
        say`Functions`,
        number(counts.functions),
        bar(contextParts),
        legend(contextParts, contextWords),
        contexts.loopAndWorker > 0
          ? make("div", { class: "soft small" }, say`${number(contexts.loopAndWorker)} run on the loop and in threads.`)
          : "",
      ),
    );
    if (survey.syntaxErrors.length > 0)
      byId("summary").append(
        card(
          say`Files with syntax errors`,
          number(survey.syntaxErrors.length),
          make("div", { class: "soft small" }, say`What could not be read is missing here.`),
        ),
      );
  }

  /** A sentence with `code` in it. */
  const withCode = (sentence) =>
    sentence.split("`").map((piece, index) => (index % 2 === 1 ? make("code", {}, piece) : piece));

  function partCard(part) {
    return make(
      "section",
      { class: `card verdict ${part.verdict}` },
      make(
        "div",
        { class: "title" },
        make("h3", { class: "mono" }, part.name),
        make("span", { class: "chip" }, part.title),
      ),
      bar(byHow(part.io)),
      part.reasons.map((reason) => make("p", reason === part.gain ? { class: "gain" } : {}, withCode(reason))),
    );
  }

  function showParts() {
    const loud = survey.parts.filter(({ verdict }) => verdict !== "none");
    const quiet = survey.parts.filter(({ verdict }) => verdict === "none").map(({ name }) => name);
    const box = byId("parts");
    const first = 9;
    box.append(...loud.slice(0, first).map(partCard));
    if (loud.length > first) {
      const more = make("button", { type: "button" }, say`Show ${countOf(loud.length - first, "more part")}`);
      more.addEventListener("click", () => {
        box.append(...loud.slice(first).map(partCard));
        more.remove();
      });
      box.after(make("p", {}, more));
    }
    if (quiet.length > 0) {
      const listed =
        quiet.length > 12 ? say`${quiet.slice(0, 12).join(", ")} and ${quiet.length - 12} more` : quiet.join(", ");
      byId("quiet").textContent = say`No I/O seen in ${listed}.`;
    }
    if (survey.parts.length === 0) box.append(make("p", { class: "soft" }, say`No Python files were found.`));
  }

  function showLibraries() {
    const roles = new Map();
    for (const library of survey.libraries) roles.set(library.role, [...(roles.get(library.role) || []), library]);
    for (const [role, libraries] of roles) {
      const names = libraries.map(({ name, version, files }) =>
        make(
          "span",
          {
            class: "library",
            title: say`imported by ${countOf(files, "file")}` + (version ? say`; version from ${version.source}` : ""),
          },
          name,
          version ? make("span", { class: "soft" }, ` ${version.text}`) : "",
        ),
      );
      byId("libraries").append(make("div", {}, make("div", { class: "soft small" }, translate(role)), names));
    }
    if (roles.size === 0) byId("libraries").append(make("div", { class: "soft" }, say`None that is known.`));
  }

  // Entries

  const list = byId("entries");
  let shown = [];
  let rendered = 0;

  function entryRow(entry) {
    const parts = byHow(entry.io);
    const button = make(
      "button",
      { type: "button", "data-index": String(entry.index) },
      make(
        "span",
        { class: "row" },
        make("span", { class: "name" }, entry.label),
        make("span", { class: "chip" }, translate(entry.kind)),
      ),
      bar(parts),
      entry.io.length === 0 ? make("span", { class: "soft small" }, say`no I/O seen`) : ioLegend(entry.io),
    );
    button.addEventListener("click", () => choose(entry.index, true));
    return make("li", {}, button);
  }

  function ioLegend(io) {
    return make(
      "span",
      { class: "legend" },
      io.map(({ kind, how, count, likely }) =>
        make(
          "span",
          { title: howWords[how] + (likely === count ? say` (likely)` : "") },
          make("i", { class: `dot ${how} fill${likely === count ? " likely" : ""}` }),
          make("b", {}, String(count)),
          ` ${translate(kind)}`,
        ),
      ),
    );
  }

  function renderMore() {
    const next = shown.slice(rendered, rendered + pageSize);
    list.append(...next.map(entryRow));
    rendered += next.length;
    byId("more").hidden = rendered >= shown.length;
    byId("more").textContent =
      say`Show ${number(Math.min(pageSize, shown.length - rendered))} more of ${number(shown.length - rendered)}`;
    markChosen();
  }

  function filter() {
    const wanted = byId("search").value.trim().toLowerCase();
    const kind = byId("kind").value;
    const isOnlyBlocking = byId("blocking").checked;
    shown = survey.entries.filter(
      (entry) =>
        (kind === "" || entry.kind === kind) &&
        (!isOnlyBlocking || entry.io.some(({ how }) => how === "blocking")) &&
        (wanted === "" ||
          `${entry.label} ${entry.name} ${paths[entry.path]} ${entry.libraries}`.toLowerCase().includes(wanted)),
    );
    list.replaceChildren();
    rendered = 0;
    byId("count").textContent =
      shown.length === survey.entries.length ? "" : say`${number(shown.length)} of ${number(survey.entries.length)}`;
    renderMore();
    if (shown.length === 0)
      list.append(
        make(
          "li",
          { class: "empty" },
          survey.entries.length === 0 ? say`No entry point was found.` : say`Nothing matches.`,
        ),
      );
  }

  let chosen = -1;

  function markChosen() {
    for (const button of list.querySelectorAll("button"))
      button.setAttribute("aria-current", String(Number(button.dataset.index) === chosen));
  }

  function choose(index, isAsked) {
    const entry = survey.entries[index];
    if (entry === undefined) return;
    chosen = index;
    markChosen();
    showDetail(entry);
    if (isAsked) history.replaceState(null, "", `#entry-${index}`);
  }

  function matrix(io) {
    const usedKinds = kinds.filter((kind) => io.some((item) => item.kind === kind));
    const usedHows = hows.filter((how) => io.some((item) => item.how === how));
    const count = (kind, how) => io.find((item) => item.kind === kind && item.how === how)?.count;
    return make(
      "table",
      { class: "matrix" },
      make(
        "tr",
        {},
        make("th", {}),
        usedKinds.map((kind) => make("th", { scope: "col", class: "soft" }, translate(kind))),
      ),
      usedHows.map((how) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, make("i", { class: `dot ${how} fill` }), howWords[how]),
          usedKinds.map((kind) => make("td", { class: `${how} ink` }, String(count(kind, how) ?? "·"))),
        ),
      ),
    );
  }

  function showDetail(entry) {
    const context = {
      loop: say`on the event loop`,
      worker: say`in a thread`,
      startup: say`at start-up`,
      unknown: say`where it runs is not known`,
    }[entry.context];
    const detail = byId("detail");
    detail.replaceChildren(
      make("h3", {}, entry.label),
      make(
        "div",
        { class: "soft small" },
        make("span", { class: "mono" }, entry.name),
        ` · ${paths[entry.path]}:${entry.line}`,
      ),
      make(
        "div",
        { style: "margin-top: 8px" },
        make("span", { class: "chip" }, translate(entry.kind)),
        " ",
        make("span", { class: `chip ${entry.context}` }, context),
      ),
    );
    if (entry.io.length > 0) detail.append(matrix(entry.io));
    if (entry.function < 0) {
      detail.append(make("p", { class: "soft" }, say`No I/O was seen below this entry point.`));
      return;
    }
    const box = make("div", { class: "tree" });
    const root = make("ul", { role: "tree", "aria-label": say`Call tree of ${entry.label}` });
    const mode = entry.context === "worker" ? "worker" : entry.context === "unknown" ? "plain" : "loop";
    root.append(rootItem(entry.function, mode));
    box.append(root);
    detail.append(box);
    const first = root.firstElementChild;
    first.tabIndex = 0;
    openTowardsBlocking(first);
    detail.scrollTop = 0;
  }

  // Theme

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (theme) => document.documentElement.setAttribute("data-theme", theme);
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () =>
    setTheme(document.documentElement.getAttribute("data-theme") === "dark" ? "light" : "dark"),
  );

  showSummary();
  showParts();
  showLibraries();
  for (const kind of [...new Set(survey.entries.map((entry) => entry.kind))].sort())
    byId("kind").append(make("option", { value: kind }, kind));
  for (const id of ["search", "kind", "blocking"]) byId(id).addEventListener("input", filter);
  byId("more").addEventListener("click", renderMore);
  filter();
  const [, asked] = /^#entry-(\d+)$/.exec(location.hash) || [];
  choose(asked === undefined ? data.chosen : Number(asked), false);
})();
