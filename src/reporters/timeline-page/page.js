/* The page of `uncoil run --html`. Its data are in #data; see src/reporters/run-html.ts for the layout. */
(() => {
  const { data, make, byId, number, say, countOf } = window.surveyPage;
  const { lanes, placeOf, duration, drawing } = window.timelinePage;
  const canvas = byId("canvas");
  const context = canvas.getContext("2d");
  const box = byId("timeline");
  const whole = Math.max(
    data.duration * 1000,
    ...lanes.flatMap(({ steps }) => (steps && steps.length > 0 ? [steps[steps.length - 1].end] : [])),
  );
  const view = { from: 0, to: whole, scroll: 0, width: 0, height: 0 };
  const selection = { step: undefined };
  let colors;
  let isScheduled = false;

  const isFound = (lane, step) => isFound.isActive && isFound.test(lane, step);
  isFound.isActive = false;
  isFound.test = () => false;

  function redraw() {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      drawing.draw(context, view, colors, selection, isFound);
    });
  }

  function resize() {
    const ratio = window.devicePixelRatio || 1;
    view.width = box.clientWidth;
    view.height = Math.min(drawing.height + 2, Math.max(260, window.innerHeight * 0.6));
    canvas.width = view.width * ratio;
    canvas.height = view.height * ratio;
    canvas.style.height = `${view.height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    redraw();
  }

  // Moving about

  function show(from, to) {
    const span = Math.min(whole, Math.max(20, to - from));
    view.from = Math.min(Math.max(0, from), whole - span);
    view.to = view.from + span;
    redraw();
  }

  function zoom(factor, at = (view.from + view.to) / 2) {
    show(at - (at - view.from) * factor, at + (view.to - at) * factor);
  }

  function scrollTo(scroll) {
    view.scroll = Math.min(Math.max(0, scroll), Math.max(0, drawing.height - view.height));
    redraw();
  }

  const timeAt = (x) =>
    view.from + ((x - drawing.labelWidth) / (view.width - drawing.labelWidth)) * (view.to - view.from);
  const pan = (pixels) => {
    const time = (pixels / (view.width - drawing.labelWidth)) * (view.to - view.from);
    show(view.from + time, view.to + time);
  };

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX || event.deltaY);
      else if (event.altKey || event.offsetX < drawing.labelWidth) scrollTo(view.scroll + event.deltaY);
      else zoom(1.0015 ** event.deltaY, timeAt(event.offsetX));
    },
    { passive: false },
  );

  let drag;
  canvas.addEventListener("pointerdown", (event) => {
    drag = { x: event.offsetX, y: event.offsetY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (drag === undefined) return hover(event);
    const dx = event.offsetX - drag.x;
    const dy = event.offsetY - drag.y;
    if (!drag.moved && Math.abs(dx) + Math.abs(dy) < 4) return undefined;
    drag = { x: event.offsetX, y: event.offsetY, moved: true };
    pan(-dx);
    scrollTo(view.scroll - dy);
    return undefined;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag !== undefined && !drag.moved) choose(drawing.hit(view, event.offsetX, event.offsetY));
    drag = undefined;
  });
  canvas.addEventListener("pointerleave", () => (byId("tip").hidden = true));
  box.addEventListener("keydown", (event) => {
    const actions = {
      "+": () => zoom(0.6),
      "=": () => zoom(0.6),
      "-": () => zoom(1.6),
      0: () => show(0, whole),
      ArrowLeft: () => pan(-80),
      ArrowRight: () => pan(80),
      ArrowUp: () => scrollTo(view.scroll - 60),
      ArrowDown: () => scrollTo(view.scroll + 60),
    };
    const action = actions[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    action();
  });

  // What a bar is

  const taskName = (lane, id) => {
    const task = lane.tasks[id - 1];
    return task ? `${task.name} (task ${id})` : say`a callback`;
  };
  const where = (place) => (place === undefined ? "" : place.path === "" ? place.name : `${place.path}:${place.line}`);

  function describe({ lane, task, step, cancel, wake, time }) {
    const rows = [];
    if (cancel)
      rows.push([
        say`cancelled`,
        say`by ${cancel.by ? taskName(lane, cancel.by) : say`code outside of tasks`} at ${where(placeOf(lane.source, cancel.place))}`,
      ]);
    if (step) {
      const place = placeOf(lane.source, step.place);
      const name =
        lane.kind === "thread" || step.task === 0 ? (place ? place.name : say`a callback`) : taskName(lane, step.task);
      rows.unshift([
        lane.kind === "thread" ? say`job` : say`step`,
        say`${name}: ${duration(step.end - step.start)}, at ${duration(step.start)}`,
      ]);
      if (place) rows.push([say`code`, where(place)]);
      if (step.wait) rows.push([say`then waits`, whereText(lane, step.wait)]);
      if (step.what && step.what !== step.wait) rows.push([say`on`, describePlace(placeOf(lane.source, step.what))]);
    } else if (task) {
      rows.unshift([say`waits`, `${task.name} (task ${task.number})`]);
      const before = task.steps.findLast((candidate) => candidate.end <= time);
      if (before && before.wait) rows.push([say`at`, whereText(lane, before.wait)]);
      if (before && before.what) rows.push([say`on`, describePlace(placeOf(lane.source, before.what))]);
    }
    if (wake) rows.push([say`woken by`, wake.by ? taskName(lane, wake.by) : say`the loop: I/O, a timer or a thread`]);
    const known = task ?? (step && step.task ? lane.tasks[step.task - 1] : undefined);
    if (known) {
      const parent = known.parent ? say` by ${taskName(lane, known.parent)}` : "";
      rows.push([say`started`, `${duration(known.time)}${parent}, ${whereText(lane, known.site)}`]);
    }
    return rows.filter(([, text]) => text !== "");
  }

  const describePlace = (place) =>
    place === undefined ? "" : place.path === "" ? place.name : `${place.name}, ${where(place)}`;
  const whereText = (lane, id) => {
    const place = placeOf(lane.source, id);
    return place === undefined ? "" : `${where(place)}  ${place.text}`.trim();
  };

  function hover(event) {
    const tip = byId("tip");
    const found = drawing.hit(view, event.offsetX, event.offsetY);
    const rows = found === undefined ? [] : describe(found);
    tip.hidden = rows.length === 0;
    canvas.style.cursor = rows.length === 0 ? "grab" : "pointer";
    if (tip.hidden) return;
    tip.replaceChildren(...rows.slice(0, 4).map(([word, text]) => make("div", {}, make("b", {}, word), ` ${text}`)));
    tip.style.left = `${Math.min(event.offsetX + 14, view.width - 380)}px`;
    tip.style.top = `${event.offsetY + 16}px`;
  }

  function choose(found) {
    selection.step = found && found.step;
    const rows = found === undefined ? [] : describe(found);
    const problems = (found && found.step && found.step.problems) || [];
    const table = make(
      "table",
      {},
      rows.map(([word, text]) => make("tr", {}, make("th", {}, word), make("td", { class: "mono" }, text))),
    );
    byId("chosen").replaceChildren(
      ...(rows.length === 0 ? [make("p", { class: "soft" }, say`Click a bar to see what it is.`)] : [table]),
      ...problems.map((index) => problemCard(data.problems[index])),
    );
    redraw();
  }

  // Problems and findings

  function problemCard(problem) {
    const timed = problem.occurrences.length > 0;
    const stack = make(
      "ol",
      { class: "stack mono" },
      problem.stack.map((frame) =>
        make("li", { class: frame.isOwn ? "" : "soft" }, `${frame.name}  ${frame.path}:${frame.line}`),
      ),
    );
    const button = make("button", { type: "button" }, say`Show on the timeline`);
    button.addEventListener("click", () => jump(problem));
    return make(
      "article",
      { class: `card problem ${problem.severity}` },
      make("div", {}, make("span", { class: "chip" }, problem.kind), " ", make("b", {}, problem.message)),
      make(
        "div",
        { class: "mono small place" },
        `${problem.path}:${problem.line}`,
        make("span", { class: "soft" }, `  ${say`seen ${problem.seen}`}`),
      ),
      make(
        "pre",
        {},
        problem.code.map(({ line, text }) =>
          make("span", { class: line === problem.line ? "blamed" : "" }, `${String(line).padStart(5)}  ${text}\n`),
        ),
      ),
      make("p", { class: "soft small" }, [problem.why, problem.help].filter((text) => text !== "").join(". ")),
      problem.confirms.map((index) => findingRow(data.findings[index])),
      make("details", {}, make("summary", {}, say`Stack`), stack),
      timed ? button : "",
    );
  }

  const statusWords = {
    confirmed: say`confirmed`,
    exercised: say`exercised but not observed`,
    "not-exercised": say`not exercised`,
    "not-observed": say`not observed`,
  };

  const findingRow = (finding) =>
    make(
      "div",
      { class: "finding small" },
      make("span", { class: `chip ${finding.status}` }, statusWords[finding.status]),
      ` ${finding.code} ${finding.name} `,
      make("span", { class: "mono" }, `${finding.path}:${finding.line}`),
      make("span", { class: "soft" }, `  ${finding.message}`),
    );

  function jump(problem) {
    const worst = problem.occurrences.reduce((left, right) => (right[2] > left[2] ? right : left));
    const [pid, start, took] = worst;
    const margin = Math.max(took, 2000) * 1.5;
    show(start - margin, start + took + margin);
    const index = lanes.findIndex((lane) => lane.kind === "loop" && lane.source.pid === pid);
    if (index < 0) return;
    scrollTo(drawing.tops[index] - 90);
    const step = lanes[index].steps.find(
      (candidate) => candidate.end > start && candidate.start < start + Math.max(took, 1),
    );
    choose({ lane: lanes[index], time: start, step });
    box.scrollIntoView({ block: "nearest" });
  }

  // Finding

  byId("search").addEventListener("input", () => {
    const wanted = byId("search").value.trim().toLowerCase();
    isFound.isActive = wanted !== "";
    const known = new Map();
    const matches = (source, id) => {
      const place = placeOf(source, id);
      return place !== undefined && `${place.name} ${place.path}:${place.line}`.toLowerCase().includes(wanted);
    };
    const matchesTask = (lane, id) => {
      const task = lane.tasks[id - 1];
      const key = `${lane.source.pid} ${id}`;
      if (!known.has(key))
        known.set(
          key,
          task !== undefined && (task.name.toLowerCase().includes(wanted) || matches(lane.source, task.site)),
        );
      return known.get(key);
    };
    isFound.test = (lane, step) => (step.task ? matchesTask(lane, step.task) : matches(lane.source, step.place));
    const loops = lanes.filter((lane) => lane.kind === "loop" || lane.kind === "thread");
    const steps = isFound.isActive
      ? loops.flatMap((lane) => lane.steps.filter((step) => isFound.test(lane, step)))
      : [];
    byId("found").textContent = isFound.isActive ? countOf(steps.length, "step") : "";
    const row = lanes.findIndex(
      (lane) => isFound.isActive && lane.kind === "task" && lane.label.toLowerCase().includes(wanted),
    );
    if (row >= 0) scrollTo(drawing.tops[row] - 60);
    redraw();
  });

  // The rest of the page

  byId("zoom-in").addEventListener("click", () => zoom(0.5));
  byId("zoom-out").addEventListener("click", () => zoom(2));
  byId("zoom-all").addEventListener("click", () => show(0, whole));
  const steps = lanes.filter(({ kind }) => kind === "loop").reduce((sum, lane) => sum + lane.steps.length, 0);
  const cut = data.processes.some(({ isCut }) => isCut) ? ` · ${say`only the beginning was recorded`}` : "";
  const ended = data.isTimedOut
    ? say`stopped at the time limit`
    : data.signal
      ? say`died of ${data.signal}`
      : say`exited with ${data.exitCode}`;
  byId("facts").textContent =
    `${duration(data.duration * 1000)} · ${ended} · ${say`${countOf(steps, "step")} of ${countOf(lanes.filter(({ kind }) => kind === "loop").length, "loop")}`}${cut}`;
  byId("count").textContent = data.problems.length === 0 ? say`none seen` : number(data.problems.length);
  byId("problems").append(...data.problems.map(problemCard));
  byId("findings-title").hidden = data.findings.length === 0;
  byId("findings").append(...data.findings.map(findingRow));
  byId("legend").append(
    ...[
      ["step", say`a step of a task`],
      ["callback", say`a callback`],
      ["blocked", say`kept the loop too long`],
      ["wait", say`waits`],
      ["wake", say`woken`],
      ["cancel", say`cancelled`],
      ["thread", say`a job in a thread`],
    ].map(([name, words]) => make("span", {}, make("i", { class: `dot key-${name}` }), words)),
  );

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (theme) => {
    document.documentElement.setAttribute("data-theme", theme);
    colors = drawing.readColors(document.documentElement);
    redraw();
  };
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () =>
    setTheme(document.documentElement.getAttribute("data-theme") === "dark" ? "light" : "dark"),
  );
  window.addEventListener("resize", resize);
  resize();
  choose(undefined);
  const [, asked] = /^#problem-(\d+)$/.exec(location.hash) || [];
  if (asked !== undefined && data.problems[asked] && data.problems[asked].occurrences.length > 0)
    jump(data.problems[asked]);
  document.documentElement.setAttribute("data-ready", String(steps));
})();
