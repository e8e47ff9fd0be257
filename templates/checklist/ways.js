// Three ways into one, by the rules of `playbook record`: what the list said when an entry was made, what was typed, and what the list says on this sheet.
const weighing = ({ base, words }) => {
  const GROUPS = [["state", "by", "on"], ["evidence"], ["note"]];
  const TEXTS = ["evidence", "note"];
  const fold = (text) => text.split(/\s+/).filter(Boolean).join(" ");
  const now = (id, field) => base.items[id]?.[field] ?? "";
  const said = (id, field) => [now(id, field), base.translations?.[id]?.[field] ?? now(id, field)].map(fold);
  const same = (id, field, value) => said(id, field).includes(fold(value));
  const further = (one, other) => words.ladder.indexOf(one) > words.ladder.indexOf(other) && words.ladder.includes(other);

  // "mine": the list has not changed since; "there": it says so already, or more; "both": it says something else by now.
  const standing = (id, field, record) => {
    if (record.made && base.made && Date.parse(record.made) > Date.parse(base.made)) return "mine"; // This sheet is the older one.
    if (same(id, field, record.value)) return "there";
    if (record.base === null ? ["", "todo"].includes(now(id, field)) : same(id, field, record.base)) return "mine";
    const text = TEXTS.includes(field) ? fold(record.value) : "";
    return text && said(id, field).some((held) => held.includes(text)) ? "there" : "both";
  };
  // Which side of a group in doubt is plainly the further one; when and by whom goes with the state.
  const leaning = (id, group, records, standings) => {
    if (!group.includes("state") || standings.state !== "both") return "";
    const [mine, made, there] = [records.state.value, records.state.base, now(id, "state")];
    if (there === "verified" || (made !== null && further(there, mine) && !further(made, mine))) return "there";
    return made !== null && further(mine, there) && further(there, made) ? "mine" : "";
  };
  // What an item's records come to: the values to show, where each stands, and the groups that somebody has to choose in.
  const weigh = (id, records) => {
    const standings = Object.fromEntries(Object.entries(records).map(([field, record]) => [field, standing(id, field, record)]));
    const values = {};
    const asks = [];
    for (const group of GROUPS) {
      const fields = group.filter((field) => standings[field] && standings[field] !== "there");
      const doubt = fields.some((field) => standings[field] === "both");
      const lean = doubt ? leaning(id, group, records, standings) : "mine";
      if (doubt) asks.push({ group, fields, leaning: lean });
      for (const field of group) values[field] = fields.includes(field) && lean === "mine" ? records[field].value : now(id, field);
    }
    return { values, standings, asks };
  };
  return { GROUPS, fold, now, weigh };
};
