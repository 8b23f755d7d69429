/* From the records of a run to lanes. The operations of records are explained at the head of agent/uncoil_agent/observe/timeline.py. */
(() => {
  const { data, say } = window.surveyPage;
  const STEP = 1;
  const IDLE = 2;
  const WAIT = 3;
  const WAKE = 4;
  const CANCEL = 5;
  const DONE = 6;
  const WORK = 7;

  const newTask = ([time, parent, name, site], number) => ({
    number,
    time,
    parent,
    name,
    site,
    steps: [],
    wakes: [],
    cancels: [],
    end: -1,
    last: time,
  });

  /** The steps, waits and wake-ups of one process, by task, loop and thread. */
  function readProcess(source) {
    // A task that never took a step is not described: its place is null.
    const tasks = source.tasks.map((task, index) => (task ? newTask(task, index + 1) : undefined));
    const loops = new Map();
    const threads = new Map();
    const open = new Map();
    const loopOf = (number) => {
      if (!loops.has(number)) loops.set(number, { number, steps: [] });
      return loops.get(number);
    };
    const close = (number, time) => {
      const step = open.get(number);
      if (step === undefined) return;
      step.end = time;
      open.delete(number);
    };
    const { records } = source;
    for (let at = 0; at < records.length; at += 5) {
      const time = records[at + 1];
      const a = records[at + 2];
      const b = records[at + 3];
      const c = records[at + 4];
      const task = tasks[a - 1];
      switch (records[at]) {
        case STEP: {
          close(a, time);
          const step = { start: time, end: time, task: b, place: c, wait: 0, what: 0, loop: a };
          open.set(a, step);
          loopOf(a).steps.push(step);
          if (tasks[b - 1]) {
            tasks[b - 1].steps.push(step);
            tasks[b - 1].last = time;
          }
          break;
        }
        case IDLE:
          close(a, time);
          break;
        case WAIT:
          if (task && task.steps.length > 0) Object.assign(task.steps[task.steps.length - 1], { wait: b, what: c });
          break;
        case WAKE:
          if (task) task.wakes.push({ time, by: b });
          break;
        case CANCEL:
          if (task) task.cancels.push({ time, by: b, place: c });
          break;
        case DONE:
          if (task) task.end = time;
          break;
        case WORK:
          if (!threads.has(a)) threads.set(a, { number: a, steps: [] });
          threads.get(a).steps.push({ start: time, end: time + c, task: 0, place: b, wait: 0, what: 0, loop: 0 });
          break;
      }
    }
    for (const thread of threads.values()) thread.steps.sort((left, right) => left.start - right.start);
    return { source, tasks, loops: [...loops.values()], threads: [...threads.values()] };
  }

  /** Tasks of one name share rows where they do not overlap: a server has thousands of them. */
  function packTasks(tasks) {
    const rows = new Map();
    for (const task of tasks) {
      if (task === undefined) continue;
      const end = task.end >= 0 ? task.end : Infinity;
      const named = rows.get(task.name) ?? [];
      rows.set(task.name, named);
      let row = named.find((candidate) => candidate.end <= task.time);
      if (row === undefined) {
        row = { name: task.name, tasks: [], end: 0 };
        named.push(row);
      }
      row.tasks.push(task);
      row.end = end;
    }
    return [...rows.values()].flat();
  }

  /** A step may have kept the loop with more than one line. */
  function markBlocked(steps, stretches) {
    for (const { start, duration, problem } of stretches) {
      for (const step of steps) {
        const isInside = step.start <= start + 1000 && step.end >= start + duration - 1000;
        if (isInside) step.problems = [...(step.problems ?? []), problem];
      }
    }
  }

  /** Every lane of the run, from top to bottom. */
  function createLanes() {
    const lanes = [];
    for (const source of data.processes) {
      const { tasks, loops, threads } = readProcess(source);
      const stretches = data.problems.flatMap((problem, index) =>
        problem.occurrences
          .filter(([pid, , duration]) => pid === source.pid && duration > 0)
          .map(([, start, duration]) => ({ start, duration, problem: index })),
      );
      const common = { source, tasks };
      lanes.push({ kind: "title", label: say`process ${source.pid}, Python ${source.python}`, ...common });
      for (const loop of loops) {
        markBlocked(loop.steps, stretches);
        lanes.push({ kind: "lag", label: say`loop lag`, steps: loop.steps, ...common });
        lanes.push({
          kind: "loop",
          label: loops.length > 1 ? say`loop ${loop.number}` : "event loop",
          steps: loop.steps,
          ...common,
        });
      }
      for (const row of packTasks(tasks)) lanes.push({ kind: "task", label: row.name, row, ...common });
      for (const thread of threads)
        lanes.push({ kind: "thread", label: say`thread ${thread.number}`, steps: thread.steps, ...common });
    }
    return lanes;
  }

  const placeOf = (source, number) => {
    const place = source.places[number - 1];
    return place ? { path: place[0], line: place[1], name: place[2], text: place[3] } : undefined;
  };

  /** Microseconds for people. */
  const duration = (time) =>
    time < 1000
      ? `${Math.round(time)} µs`
      : time < 1e6
        ? `${(time / 1000).toFixed(time < 1e4 ? 2 : 0)} ms`
        : `${(time / 1e6).toFixed(2)} s`;

  window.timelinePage = { lanes: createLanes(), placeOf, duration };
})();
