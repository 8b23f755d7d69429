/* Draws lanes on a canvas: only rows and bars that are in sight, and bars that fall into one pixel once. */
(() => {
  const { lanes, duration } = window.timelinePage;
  const rowHeights = { title: 26, lag: 40, loop: 24, task: 20, thread: 20 };
  const labelWidth = 210;
  const axisHeight = 24;

  const tops = [];
  let total = axisHeight;
  for (const lane of lanes) {
    tops.push(total);
    total += rowHeights[lane.kind];
  }

  /** Index of the first item whose `end` is after a time. */
  function firstAfter(items, time, endOf) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (endOf(items[middle]) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const endOfStep = (step) => step.end;
  const endOfTask = (task) => (task.end >= 0 ? task.end : Infinity);

  function readColors(element) {
    const style = getComputedStyle(element);
    const color = (name) => style.getPropertyValue(name).trim();
    return {
      text: color("--text"),
      soft: color("--soft"),
      line: color("--line"),
      card: color("--card"),
      sunken: color("--sunken"),
      step: color("--loop"),
      callback: color("--unknown"),
      thread: color("--worker"),
      blocked: color("--blocking"),
      wait: color("--wait"),
      wake: color("--accent"),
      cancel: color("--synchronous"),
    };
  }

  /** Draws the view `{ from, to, scroll, width, height }` (microseconds, pixels). `isFound` marks what was searched for. */
  function draw(context, view, colors, selection, isFound) {
    const { width, height, scroll } = view;
    const scale = (width - labelWidth) / (view.to - view.from);
    const x = (time) => labelWidth + (time - view.from) * scale;
    const paint = { context, view, colors, scale, x, selection, isFound };
    context.fillStyle = colors.card;
    context.fillRect(0, 0, width, height);
    lanes.forEach((lane, index) => {
      const y = tops[index] - scroll;
      const rowHeight = rowHeights[lane.kind];
      if (y + rowHeight < axisHeight || y > height) return;
      context.save();
      context.beginPath();
      context.rect(labelWidth, Math.max(y, axisHeight), width - labelWidth, rowHeight);
      context.clip();
      drawLane(paint, lane, y, rowHeight);
      context.restore();
      drawLabel(paint, lane, y, rowHeight);
    });
    drawAxis(paint);
  }

  function drawLane(paint, lane, y, rowHeight) {
    const { context, colors, view } = paint;
    if (lane.kind === "title") {
      context.fillStyle = colors.sunken;
      context.fillRect(0, y, view.width, rowHeight);
    } else if (lane.kind === "lag") drawLag(paint, lane.steps, y, rowHeight);
    else if (lane.kind === "task") {
      const { tasks } = lane.row;
      for (
        let index = firstAfter(tasks, view.from, endOfTask);
        index < tasks.length && tasks[index].time < view.to;
        index++
      )
        drawTask(paint, lane, tasks[index], y, rowHeight);
    } else drawSteps(paint, lane, lane.steps, y, rowHeight);
  }

  function drawSteps({ context, view, colors, x, selection, isFound }, lane, steps, y, rowHeight) {
    let drawnTo = -1;
    for (let index = firstAfter(steps, view.from, endOfStep); index < steps.length; index++) {
      const step = steps[index];
      if (step.start > view.to) break;
      const left = x(step.start);
      const right = Math.max(left + 1, x(step.end));
      const isMarked = step.problems !== undefined || step === selection.step || isFound(lane, step);
      if (right <= drawnTo + 0.5 && !isMarked) continue;
      drawnTo = right;
      context.fillStyle =
        step.problems !== undefined
          ? colors.blocked
          : lane.kind === "thread"
            ? colors.thread
            : step.task === 0
              ? colors.callback
              : colors.step;
      context.globalAlpha = isFound.isActive && !isFound(lane, step) ? 0.25 : 1;
      context.fillRect(left, y + 3, right - left, rowHeight - 6);
      context.globalAlpha = 1;
      if (step === selection.step) outline(context, colors, left, y + 1, right - left, rowHeight - 2);
    }
  }

  function outline(context, colors, x, y, width, height) {
    context.strokeStyle = colors.text;
    context.lineWidth = 2;
    context.strokeRect(x - 1, y, width + 2, height);
  }

  function drawTask(paint, lane, task, y, rowHeight) {
    const { context, view, colors, x, isFound } = paint;
    const left = Math.max(labelWidth - 5, x(task.time));
    const right = Math.min(view.width + 5, x(task.end >= 0 ? task.end : Math.max(task.last, view.to)));
    context.globalAlpha = isFound.isActive && !isFound(lane, { task: task.number }) ? 0.3 : 1;
    context.fillStyle = colors.wait;
    context.fillRect(left, y + rowHeight / 2 - 2, Math.max(1, right - left), 4);
    context.fillStyle = colors.text;
    context.fillRect(x(task.time), y + 3, 1.5, rowHeight - 6);
    context.globalAlpha = 1;
    drawSteps(paint, lane, task.steps, y, rowHeight);
    drawMarks(paint, task.wakes, y, rowHeight, colors.wake, 3);
    drawMarks(paint, task.cancels, y, rowHeight, colors.cancel, 6);
  }

  function drawMarks({ context, view, x }, marks, y, rowHeight, color, size) {
    context.fillStyle = color;
    let drawn = -10;
    for (let index = firstAfter(marks, view.from, (mark) => mark.time); index < marks.length; index++) {
      const at = x(marks[index].time);
      if (at > view.width) break;
      if (at - drawn < size * 2) continue;
      drawn = at;
      context.beginPath();
      context.moveTo(at, y + rowHeight / 2);
      context.lineTo(at - size, y + 1);
      context.lineTo(at + size, y + 1);
      context.fill();
    }
  }

  /** How late the loop was: the length of the step at work, its logarithm as height. */
  function drawLag({ context, view, colors, x }, steps, y, rowHeight) {
    const budget = window.surveyPage.data.budget * 1000;
    const heightOf = (time) =>
      Math.min(1, Math.log10(1 + time / 100) / Math.log10(1 + (budget * 10) / 100)) * (rowHeight - 6);
    let column = -1;
    let worst = 0;
    const flush = () => {
      if (column < 0) return;
      const tall = heightOf(worst);
      context.fillStyle = worst > budget ? colors.blocked : colors.step;
      context.fillRect(column, y + rowHeight - 3 - tall, 1, tall);
    };
    for (
      let index = firstAfter(steps, view.from, endOfStep);
      index < steps.length && steps[index].start < view.to;
      index++
    ) {
      const { start, end } = steps[index];
      const last = Math.min(view.width, Math.floor(x(end)));
      for (let at = Math.max(labelWidth, Math.floor(x(start))); at <= last; at++) {
        if (at !== column) {
          flush();
          column = at;
          worst = 0;
        }
        worst = Math.max(worst, end - start);
      }
    }
    flush();
    context.fillStyle = colors.soft;
    const limit = y + rowHeight - 3 - heightOf(budget);
    for (let at = labelWidth; at < view.width; at += 8) context.fillRect(at, limit, 4, 1);
  }

  function drawLabel({ context, colors, view }, lane, y, rowHeight) {
    context.save();
    context.beginPath();
    context.rect(0, Math.max(y, axisHeight), lane.kind === "title" ? view.width : labelWidth - 8, rowHeight);
    context.clip();
    context.fillStyle = lane.kind === "title" ? colors.sunken : colors.card;
    context.fillRect(0, y, lane.kind === "title" ? view.width : labelWidth, rowHeight);
    context.fillStyle = lane.kind === "task" ? colors.text : colors.soft;
    context.font = `${lane.kind === "title" ? "600 " : ""}12px system-ui, sans-serif`;
    context.textBaseline = "middle";
    context.fillText(lane.label, 10, y + rowHeight / 2);
    context.restore();
    context.fillStyle = colors.line;
    context.fillRect(0, y + rowHeight - 0.5, view.width, 0.5);
  }

  function drawAxis({ context, view, colors, x, scale }) {
    context.fillStyle = colors.sunken;
    context.fillRect(0, 0, view.width, axisHeight);
    const wanted = 110 / scale;
    const power = 10 ** Math.floor(Math.log10(wanted));
    const interval = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= wanted);
    context.fillStyle = colors.soft;
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "middle";
    for (let time = Math.ceil(view.from / interval) * interval; time < view.to; time += interval) {
      if (x(time) > view.width - 60) break;
      context.fillRect(x(time), axisHeight - 6, 1, 6);
      context.fillText(duration(time), x(time) + 4, axisHeight / 2);
    }
  }

  /** What is at a point: the lane, and the step, mark or wait in it. */
  function hit(view, px, py) {
    const index = tops.findLastIndex((top) => top - view.scroll <= py);
    const lane = lanes[index];
    if (
      py < axisHeight ||
      lane === undefined ||
      px < labelWidth ||
      py > tops[index] - view.scroll + rowHeights[lane.kind]
    )
      return undefined;
    const perPixel = (view.to - view.from) / (view.width - labelWidth);
    const time = view.from + (px - labelWidth) * perPixel;
    const near = 3 * perPixel;
    if (lane.kind === "title") return undefined;
    if (lane.kind !== "task") return { lane, time, step: stepAt(lane.steps, time, near) };
    const { tasks } = lane.row;
    const task = tasks[firstAfter(tasks, time - near, endOfTask)];
    if (task === undefined || task.time > time + near) return { lane, time };
    const nearest = (marks) => marks.find((mark) => Math.abs(mark.time - time) < 2 * near);
    return {
      lane,
      time,
      task,
      step: stepAt(task.steps, time, near),
      cancel: nearest(task.cancels),
      wake: nearest(task.wakes),
    };
  }

  /** The step at a time, the longest of those nearby. */
  function stepAt(steps, time, near) {
    let found;
    for (
      let index = firstAfter(steps, time - near, endOfStep);
      index < steps.length && steps[index].start <= time + near;
      index++
    )
      if (found === undefined || steps[index].end - steps[index].start > found.end - found.start) found = steps[index];
    return found;
  }

  window.timelinePage.drawing = { draw, hit, readColors, labelWidth, height: total, tops };
})();
