// One role's sheet out of the whole list, kept in the address (#role=architect): what the role owns first, then what it
// verifies or helps with, and of all else what concerns it. Rows are moved, not copied, so that ticks and notes stay theirs.
const roleView = ({ make, fill, rows, words, state, changed }) => {
  const roles = new Map(words.roles.map((role) => [role.id, role]));
  const home = (row) => document.querySelector(`#step-${row.dataset.step} table.duties tbody`);
  const title = (document.body.dataset.title ??= document.title);
  const added = [];
  let current = "";
  let mine = rows;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const names = (node, name, id) => (node.dataset[name] ?? "").split(" ").includes(id);
  const parts = (row, id) => ["owner", "verifier", "with"].filter((name) => names(row, name, id));
  const add = (place, node) => { place.append(node); added.push(node); return node; };

  // --- the list ---------------------------------------------------------------------------------------------------------
  const table = (found) => {
    const head = document.querySelector("table.duties thead");
    return make("table", { class: "duties" }, head.cloneNode(true), make("tbody", {}, ...found));
  };
  const marked = (row, id) => {
    const badges = row.querySelector(".badges");
    add(badges, make("span", { class: "badge" }, row.dataset.stepTitle));
    for (const name of parts(row, id).filter((name) => name !== "owner")) add(badges, make("span", { class: "badge mark" }, words[name]));
    return row;
  };
  const lists = (role) => {
    const people = document.querySelector(`tr[data-role="${CSS.escape(role.id)}"] td:last-child`);
    const section = make("section", { class: "role", id: "role-sheet" },
      make("p", { class: "reader" }, make("strong", {}, role.title), " ", ...(people ? people.cloneNode(true).childNodes : [])));
    if (role.customer && words.customer_sheet) section.append(make("p", { class: "warn" }, fill(words.team_copy_note, { file: words.customer_sheet })));
    // What is still open comes first, the nearest before all.
    const settled = (row) => Number(words.settled.includes(state(row.dataset.id)));
    mine.sort((one, other) => settled(one) - settled(other) || Date.parse(one.dataset.due) - Date.parse(other.dataset.due));
    const own = mine.filter((row) => row.dataset.owner === role.id);
    const shared = mine.filter((row) => row.dataset.owner !== role.id);
    for (const [heading, found] of [[words.own, own], [words.shared, shared]]) {
      if (!found.length && found === shared) continue;
      section.append(make("h2", {}, `${heading} `, make("small", { class: "muted" }, String(found.length))),
        found.length ? table(found.map((row) => marked(row, role.id))) : make("p", { class: "muted" }, words.none));
    }
    const sign = document.querySelector(".sign");
    if (sign) section.append(sign.cloneNode(true));
    return section;
  };

  // --- all else ---------------------------------------------------------------------------------------------------------
  const only = (id) => {
    const ids = new Set(mine.map((row) => row.dataset.id));
    const plans = new Set(mine.map((row) => row.dataset.plan));
    const about = (node) => node.dataset.about && (ids.has(node.dataset.about) || plans.has(node.dataset.about));
    const concerned = (node) => !id || names(node, "roles", id) || Boolean(about(node));
    for (const node of all("[data-roles]:not([data-told]), [data-about]:not([data-told])")) node.classList.toggle("not-mine", !concerned(node));
    // What everybody reads whole, with the reader's own marked.
    for (const node of all("[data-told]")) {
      const own = id && concerned(node);
      node.classList.toggle("mine", Boolean(own));
      if (own) add(node.matches("tr") ? node.cells[0] : node, make("span", { class: "badge mark" }, words.mine));
    }
    for (const section of all("section.mixed")) {
      section.classList.toggle("not-mine", !section.querySelector("[data-roles]:not(.not-mine), [data-about]:not(.not-mine)"));
    }
  };

  // --- together ---------------------------------------------------------------------------------------------------------
  const show = (id) => {
    const role = roles.get(id);
    added.splice(0).forEach((node) => node.remove());
    rows.forEach((row) => home(row).append(row));
    document.getElementById("role-sheet")?.remove();
    current = role ? id : "";
    mine = role ? rows.filter((row) => parts(row, id).length) : [...rows];
    document.body.classList.toggle("by-role", Boolean(role));
    only(current);
    document.title = role ? `${role.title} · ${title}` : title;
    const kicker = document.querySelector(".kicker .of-role");
    kicker.textContent = role ? ` · ${words.role_copy}${words.colon}${role.title}` : "";
    if (role) document.querySelector("main > section:not(.tools)").before(lists(role));
    select.value = current;
    changed(role, id);
  };
  const follow = (first) => {
    const asked = /^#role=(.*)$/.exec(location.hash);
    if (asked) return show(named(asked[1]));
    if (first) return show("");
    const target = location.hash && document.getElementById(location.hash.slice(1));
    // A link inside the sheet: the role stays, unless what it leads to is not on the role's sheet.
    if (current && target?.getClientRects().length) return history.replaceState(null, "", `#role=${current}`);
    if (current) {
      show("");
      target?.scrollIntoView();
    }
  };
  const named = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const choose = () => {
    if (select.value) location.hash = `role=${select.value}`;
    else {
      history.pushState(null, "", location.href.split("#")[0]);
      show("");
    }
  };
  const select = make("select", { onchange: choose }, make("option", { value: "" }, words.all),
    ...words.roles.map((role) => make("option", { value: role.id }, role.title)));
  addEventListener("hashchange", () => follow(false));
  addEventListener("popstate", () => { if (!location.hash) show(""); });
  return { select, begin: () => follow(true), rows: () => mine, role: () => current };
};
