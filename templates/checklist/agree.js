// Whatever the page marks or counts agrees with what is ticked: the word beside the box, what is late or waits, the figures and the lists at the top.
// What only the generator works out, the verdict and its colours, says that it is as printed.
const agreeing = ({ make, rows, words, base, state }) => {
  const row = new Map(rows.map((one) => [one.dataset.id, one]));
  const all = (selector) => [...document.querySelectorAll(selector)];
  const settled = (one) => words.settled.includes(state(one.dataset.id));
  const moved = (id) => state(id) !== base.items[id].state;
  const deadline = (one) => Date.parse(one.dataset.due);
  const day = (one) => base.items[one.dataset.id].due.slice(0, 10);
  const titled = (one) => [...one.querySelector(".what").childNodes].map((node) => node.cloneNode(true));

  // --- one row ------------------------------------------------------------------------------------------------------
  const mark = (one, values, typed) => {
    const word = one.querySelector(".c-id .id ~ span");
    word.textContent = words.state[values.state];
    word.className = values.state === "blocked" ? "blocked" : "muted";
    one.classList.toggle("finished", words.settled.includes(values.state));
    const replaced = { evidence_given: "evidence" in typed, status_note: "note" in typed, reported: ["state", "by", "on"].some((name) => name in typed) };
    for (const line of one.querySelectorAll("[data-line]")) {
      if (line.dataset.line in replaced) line.hidden = replaced[line.dataset.line];
    }
  };
  const late = (one) => {
    const overdue = one.dataset.past === "1" && !settled(one);
    const cell = one.querySelector(".c-due");
    if (overdue && !cell.querySelector(".late")) cell.querySelector(".when").after(make("br"), make("strong", { class: "late" }, words.overdue));
    for (const node of cell.querySelectorAll(".late, .when + br")) node.hidden = !overdue;
  };
  const waits = (one) => {
    const ahead = (one.dataset.after ?? "").split(" ").filter((id) => row.has(id));
    if (!ahead.some(moved) && !one.querySelector(".waits")) return;
    one.querySelectorAll(".waits").forEach((line) => line.remove());
    const unmet = ahead.filter((id) => !settled(row.get(id)));
    const printed = one.querySelector("[data-line=waits_for]");
    if (printed) printed.hidden = true;
    const told = unmet.flatMap((id, n) => [n ? words.semicolon : "", `${id} `, ...titled(row.get(id))]);
    const line = unmet.length ? make("p", { class: "part waits" }, make("b", {}, words.waits_for, words.colon), ...told) : null;
    if (line && printed) printed.after(line);
    else if (line) one.querySelector("details.fill").before(line);
  };

  // --- the top ------------------------------------------------------------------------------------------------------
  const tally = (listed, id) => {
    const having = (...states) => listed.filter((one) => states.includes(state(one.dataset.id))).length;
    const [finished, accepted] = [having("done", "verified"), having("accepted")];
    return {
      total: listed.length, finished, accepted, open: listed.length - finished - accepted, blocked: having("blocked"),
      overdue: listed.filter((one) => one.dataset.past === "1" && !settled(one)).length,
      to_confirm: listed.filter((one) => one.dataset.confirm === "1").length,
      waived: all("li.waived").filter((line) => !id || (line.dataset.roles ?? "").split(" ").includes(id)).length,
    };
  };
  const nearest = (listed) => {
    const open = listed.filter((one) => !settled(one));
    const after = (one, other) => (one.dataset.id < other.dataset.id ? -1 : 1);
    const lists = {
      overdue: open.filter((one) => one.dataset.past === "1").sort((one, other) => day(one).localeCompare(day(other)) || after(one, other)),
      next: open.filter((one) => one.dataset.past !== "1" && one.dataset.soon === "1").sort((one, other) => deadline(one) - deadline(other) || after(one, other)),
    };
    for (const list of all("ul.nearest")) {
      const found = lists[list.dataset.list];
      const most = list.dataset.most ? Number(list.dataset.most) : found.length;
      list.replaceChildren(...found.map((one, n) => make("li", { "data-about": one.dataset.id, hidden: n >= most },
        make("a", { href: `#${one.id}` }, one.dataset.id), " ", ...titled(one), ` · ${one.dataset.ownerTitle} · `,
        make("span", { class: list.dataset.list === "overdue" ? "late" : "" }, one.dataset.day))));
      const [rest, none] = [list.parentNode.querySelector(".rest"), list.parentNode.querySelector(".none")];
      rest.hidden = found.length <= most;
      rest.textContent = `+ ${found.length - most}`;
      none.hidden = found.length > 0;
    }
  };
  const accepted = (listed) => {
    const list = document.querySelector("ul.accepted");
    list.querySelectorAll("[data-made]").forEach((line) => line.remove());
    const told = new Map([...list.children].map((line) => [line.dataset.about, line]));
    for (const [id, line] of told) line.hidden = state(id) !== "accepted";
    for (const one of listed) {
      const id = one.dataset.id;
      if (state(id) === "accepted" && !told.has(id)) list.append(make("li", { "data-about": id }, make("b", {}, id), " ", ...titled(one)));
    }
    const none = ![...list.children].some((line) => !line.hidden && !line.classList.contains("not-mine"));
    list.parentNode.hidden = none;
    list.parentNode.classList.toggle("not-mine", none);
  };
  const verdict = () => {
    const changed = [...row.keys()].some(moved);
    const place = document.querySelector(".verdict");
    place.querySelectorAll(".moved").forEach((node) => node.remove());
    for (const line of place.querySelectorAll("li[data-about]")) {
      const one = row.get(line.dataset.about);
      const done = Boolean(one && moved(line.dataset.about) && settled(one));
      line.classList.toggle("settled", done);
      if (done) line.append(make("span", { class: "badge mark moved" }, words.ticked_here));
    }
    if (changed) place.append(make("p", { class: "moved" }, words.as_printed));
  };

  // `listed` are the rows of the role that is shown, `id`; of all without one. What comes of it is returned as figures.
  const agree = (listed, id) => {
    rows.forEach(late);
    rows.forEach(waits);
    const counts = tally(listed, id);
    for (const line of all("li[data-count]")) {
      if (line.dataset.count in counts) line.querySelector("b").textContent = counts[line.dataset.count];
    }
    nearest(listed);
    accepted(listed);
    verdict();
    return counts;
  };
  return { mark, agree };
};
