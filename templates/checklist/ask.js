// What somebody has to look at before it counts: a list of what would change, and of what differs both values with a choice. It stands in the page, above
// the list and over nothing, so that whoever is in a hurry ticks on.
const asking = ({ make, fill, words }) => {
  const SCROLLS = 150; // Characters from which a text may be higher than its box.
  let panels = 0;

  const choice = (one, sides, name) => {
    const option = (side) => make("label", { class: "side" },
      make("input", { type: "radio", name, value: side, checked: one.leaning === side }),
      make("span", {}, make("small", {}, sides[side]), make("span", { class: "text", tabindex: one[side].length > SCROLLS ? "0" : null }, one[side])));
    return make("fieldset", { class: "choice", "data-key": one.key },
      make("legend", {}, make("b", {}, one.id), ` ${one.title} · ${one.name} `, one.reworded ? make("span", { class: "badge should" }, words.reworded) : ""),
      option("here"), option("there"),
      one.warning ? make("p", { class: "muted" }, one.warning) : "");
  };

  // `asks`: [{key, id, title, name, here, there, leaning, warning}]; `takes`: [{id, title, told}]. `apply` is handed {key: side}, of what was chosen.
  return ({ heading, said = [], takes = [], told = "", asks = [], sides, how = "", go, apply, cancel }) => {
    const number = ++panels;
    const title = make("h2", { class: "minor", id: `ask-${number}`, tabindex: "-1" }, heading);
    const choices = asks.map((one, n) => choice(one, sides, `ask-${number}-${n}`));
    const all = (side) => make("button", { type: "button", onclick: () => {
      for (const box of choices) box.querySelector(`input[value=${side}]`).checked = true;
    } }, fill(words.all_of, { side: sides[side] }));
    const chosen = () => Object.fromEntries(choices.map((box) => [box.dataset.key, box.querySelector("input:checked")?.value]).filter(([, side]) => side));
    const panel = make("section", { class: "ask", "aria-labelledby": `ask-${number}` }, title,
      ...said.map((text) => make("p", { class: "warn" }, text)),
      ...(takes.length ? [make("p", {}, told), make("ul", { class: "takes", tabindex: "0" }, ...takes.map((one) =>
        make("li", {}, make("b", {}, one.id), ` ${one.title} `, one.reworded ? make("span", { class: "badge should" }, words.reworded) : "", ...one.told.map((text) => make("div", {}, text)))))] : []),
      ...(asks.length ? [make("p", {}, how), ...choices] : []),
      make("div", { class: "row" }, make("button", { type: "button", class: "go", onclick: () => apply(chosen()) }, go),
        ...(cancel ? [make("button", { type: "button", onclick: cancel }, words.cancel)] : []),
        ...(asks.length > 1 ? [all("here"), all("there")] : [])));
    return { panel, chosen, focus: () => title.focus() };
  };
};
