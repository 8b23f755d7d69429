/* The call trees of the page: functions by context, I/O by how it is done; opened as somebody looks at them. */
(() => {
  const { survey, functions, paths, make, byId, say, translate, countOf } = window.surveyPage;
  const detail = byId("detail");
  const verbWords = {
    calls: "",
    awaits: "await",
    starts: say`start`,
    offloads: say`in a thread`,
    injects: say`given by`,
  };
  const stepSize = 120;
  const shortPath = (path) => path.split(/[/\\]/).slice(-2).join("/");
  const modeNumbers = { loop: 0, worker: 1, plain: 2 };

  function modeAfter(mode, step) {
    const target = functions[step.to];
    if (target.isAsync) return "loop";
    if (step.how === "offloads") return "worker";
    return step.how === "injects" && target.contexts.includes("worker") ? "worker" : mode;
  }

  function howOf(step, mode) {
    if (step.how === "awaits") return "awaited";
    if (step.how === "offloads" || mode === "worker") return "offloaded";
    return mode === "loop" ? "blocking" : "synchronous";
  }

  /** For each function and mode, the number of calls down to something that blocks the loop. */
  const blockingDistance = (() => {
    const distance = new Map();
    const callers = new Map();
    const queue = [];
    const key = (index, mode) => index * 3 + modeNumbers[mode];
    // What a task does counts for the task, which is an entry point of its own.
    const apart = new Set(
      survey.entries.filter(({ kind }) => kind === "task" || kind === "main").map((entry) => entry.function),
    );
    functions.forEach((fn, index) => {
      for (const mode of ["loop", "worker", "plain"]) {
        for (const step of fn.steps) {
          if (step.io === undefined && step.how !== "calls" && apart.has(step.to) && step.to !== index) continue;
          if (step.io === undefined) {
            const target = key(step.to, modeAfter(mode, step));
            if (!callers.has(target)) callers.set(target, []);
            callers.get(target).push(key(index, mode));
          } else if (howOf(step, mode) === "blocking" && !distance.has(key(index, mode))) {
            distance.set(key(index, mode), 0);
            queue.push(key(index, mode));
          }
        }
      }
    });
    for (const at of queue)
      for (const caller of callers.get(at) || [])
        if (!distance.has(caller)) {
          distance.set(caller, distance.get(at) + 1);
          queue.push(caller);
        }
    return (index, mode) => distance.get(key(index, mode));
  })();

  const items = new WeakMap();

  function item(level, attributes, row, info) {
    const element = make("li", { role: "treeitem", "aria-level": String(level), tabindex: "-1", ...attributes }, row);
    items.set(element, info);
    return element;
  }

  function placeOf(from, line) {
    return make(
      "span",
      { class: "place", title: `${paths[from.path]}:${line}` },
      `${shortPath(paths[from.path])}:${line}`,
    );
  }

  function functionItem(step, mode, from, level, above) {
    const fn = functions[step.to];
    const isRepeated = above.includes(step.to);
    const context = mode === "plain" ? "unknown" : mode;
    const verb = verbWords[step.how];
    const blocks = blockingDistance(step.to, mode) !== undefined;
    const words = {
      loop: say`runs on the event loop`,
      worker: say`runs in a thread`,
      unknown: say`runs where no loop was seen`,
    }[context];
    const row = make(
      "div",
      { class: "node" },
      make("span", { class: "twist", "aria-hidden": "true" }, isRepeated ? "" : "▸"),
      make("span", { class: `mark ${context}`, title: words }),
      verb === "" ? "" : make("span", { class: "verb" }, verb),
      make("span", { class: "what fn" }, fn.name),
      step.how === "starts"
        ? make("span", { class: "chip", title: say`what a task does counts for the task` }, say`a task`)
        : "",
      fn.origin === "installed" ? make("span", { class: "chip" }, say`installed`) : "",
      isRepeated ? make("span", { class: "chip" }, say`recursion`) : "",
      blocks && !isRepeated ? make("span", { class: "chip blocking below" }, say`blocks below`) : "",
      from === undefined ? placeOf(fn, fn.line) : placeOf(from, step.line),
    );
    const attributes = isRepeated ? {} : { "aria-expanded": "false" };
    return item(level, attributes, row, { fn, mode, level, above: [...above, step.to], index: step.to });
  }

  function ioItem(step, mode, from, level) {
    const how = howOf(step, mode);
    const words = {
      blocking: say`blocks the loop`,
      synchronous: say`synchronous`,
      offloaded: say`in a thread`,
      awaited: say`awaited`,
    }[how];
    const row = make(
      "div",
      { class: `node ${how}` },
      make("span", { class: "twist" }),
      make("span", { class: `mark io ${how}` }),
      step.how === "awaits" ? make("span", { class: "verb" }, "await") : "",
      make("span", { class: "what ink" }, step.io.name),
      make(
        "span",
        { class: `chip ${how}` },
        `${translate(step.io.kind)}, ${words}${step.io.isLikely ? say` (likely)` : ""}`,
      ),
      placeOf(from, step.line),
    );
    return item(level, {}, row, {});
  }

  function addSteps(group, info, start) {
    const { fn, mode, level, above } = info;
    const end = Math.min(fn.steps.length, start + stepSize);
    for (const step of fn.steps.slice(start, end))
      group.append(
        step.io === undefined
          ? functionItem(step, modeAfter(mode, step), fn, level + 1, above)
          : ioItem(step, mode, fn, level + 1),
      );
    if (end < fn.steps.length) {
      const more = make("button", { type: "button", class: "small" }, say`… ${fn.steps.length - end} more`);
      const row = make("li", { class: "note", role: "none" }, more);
      more.addEventListener("click", () => {
        row.remove();
        addSteps(group, info, end);
      });
      group.append(row);
      return;
    }
    const notes = [
      fn.quietCalls > 0 ? say`${countOf(fn.quietCalls, "call")} without I/O` : "",
      fn.unknownCalls > 0 ? say`${fn.unknownCalls} that could not be followed` : "",
    ].filter((note) => note !== "");
    if (notes.length > 0) group.append(make("li", { class: "note", role: "none" }, say`and ${notes.join(", ")}`));
  }

  function toggle(element, isOpen) {
    const info = items.get(element);
    if (info === undefined || !element.hasAttribute("aria-expanded")) return;
    element.setAttribute("aria-expanded", String(isOpen));
    let group = element.querySelector(":scope > ul");
    if (isOpen && group === null) {
      group = make("ul", { role: "group" });
      addSteps(group, info, 0);
      element.append(group);
    }
    if (group !== null) group.hidden = !isOpen;
  }

  /** Opens the shortest way to something that blocks the loop; else the first levels. */
  function openTowardsBlocking(root) {
    toggle(root, true);
    let element = root;
    for (let depth = 0; depth < 40; depth++) {
      let next;
      let best = Infinity;
      for (const child of element.querySelectorAll(":scope > ul > [aria-expanded]")) {
        const info = items.get(child);
        const distance = blockingDistance(info.index, info.mode);
        if (distance !== undefined && distance < best) [next, best] = [child, distance];
      }
      if (next === undefined) break;
      toggle(next, true);
      element = next;
    }
    if (element !== root) return;
    for (const child of root.querySelectorAll(":scope > ul > [aria-expanded]")) toggle(child, true);
  }

  function moveTo(element) {
    for (const other of detail.querySelectorAll('[role="treeitem"][tabindex="0"]')) other.tabIndex = -1;
    element.tabIndex = 0;
    element.focus();
  }

  const isVisible = (element) => element.closest("ul[hidden]") === null;

  detail.addEventListener("click", (event) => {
    const row = event.target.closest(".node");
    if (row === null) return;
    const element = row.parentElement;
    moveTo(element);
    toggle(element, element.getAttribute("aria-expanded") === "false");
  });

  detail.addEventListener("keydown", (event) => {
    const element = event.target.closest('[role="treeitem"]');
    if (element === null || event.target !== element) return;
    const visible = () => [...detail.querySelectorAll('[role="treeitem"]')].filter(isVisible);
    const step = (by) => {
      const all = visible();
      return all[all.indexOf(element) + by];
    };
    const expanded = element.getAttribute("aria-expanded");
    const parent = element.parentElement.closest('[role="treeitem"]');
    let target;
    switch (event.key) {
      case "ArrowDown":
        target = step(1);
        break;
      case "ArrowUp":
        target = step(-1);
        break;
      case "ArrowRight":
        if (expanded === "false") toggle(element, true);
        else if (expanded === "true") target = step(1);
        break;
      case "ArrowLeft":
        if (expanded === "true") toggle(element, false);
        else target = parent;
        break;
      case "Home":
        target = visible()[0];
        break;
      case "End":
        target = visible().at(-1);
        break;
      case "Enter":
      case " ":
        toggle(element, expanded === "false");
        break;
      default:
        return;
    }
    event.preventDefault();
    if (target) moveTo(target);
  });

  /** The top of an entry's tree. */
  const rootItem = (index, mode) => functionItem({ to: index, how: "calls" }, mode, undefined, 1, []);
  Object.assign(window.surveyPage, { rootItem, openTowardsBlocking });
})();
