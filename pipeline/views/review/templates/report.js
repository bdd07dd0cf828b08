// The page of a report: what is selected, what is told of it, and the verdict on it.
const WHO = "gongkai.who";
const figures = new Map(DATA.figures.map((one) => [one.figure_id, one]));
const cells = new Map(DATA.cells.map((one) => [one.cell_id, one]));
const troubles = [...document.querySelectorAll(".chip, article .lit")];
let current = null; // { sort: "figure" | "cell" | "missing", one }

const length = (words) => [...words].length; // characters, as the tables count, not UTF-16 units

function say(sort, one) {
  if (sort === "missing") return [["漏掉", one.surface]];
  const bounds = one.low === one.high && one.low !== undefined ? "" : `${one.low ?? "−∞"} … ${one.high ?? "∞"}`;
  const period = one.period_start || one.period_end ? `${one.period_start ?? "…"} – ${one.period_end ?? "…"}` : "";
  const label = (row, column) => [row, column].filter(Boolean).join(" × ");
  const said = sort === "figure"
    ? [["原文", one.surface], ["数值 value", one.value], ["范围 bounds", bounds],
       ["限定 qualifier", DATA.words.qualifiers[one.qualifier]], ["单位 unit", one.unit], ["对象 measure", one.measure],
       ["主体 entity", one.entity], ["作用 role", [one.role, one.of_id === undefined ? "" : `#f${one.of_id}`].join(" ").trim()],
       ["类 kind", DATA.words.kinds[one.negated ? "zero" : one.kind]], ["动作 action", one.action],
       ["增减 change", [one.change, one.basis].filter(Boolean).join(" ")], ["时期 period", period],
       ["性质 modality", DATA.words.modalities[one.modality]],
       ["属于 part of", one.parent_id === undefined ? "" : `#f${one.parent_id}`], ["规则 rule", [one.rule, one.measure_rule].filter(Boolean).join(" · ")]]
    : [["原文 raw", one.raw], ["数值 value", one.value], ["单位 unit", one.unit], ["状态 state", one.state],
       ["栏 codes", label(one.row, one.column)], ["行 row", one.row_label], ["列 column", one.column_label],
       ["表 table", label(one.form, one.table)], ["页 page", one.page], ["规则 rule", one.rule]];
  return [...said, ["已判 verdict", [one.verdict, one.verdict_value, one.verdict_other].filter(Boolean).join(" ")]]
    .filter(([, value]) => value !== undefined && value !== "");
}
function fill(list, said) {
  list.replaceChildren(...said.flatMap(([term, value]) => [
    Object.assign(document.createElement("dt"), { textContent: term }),
    Object.assign(document.createElement("dd"), { textContent: value }),
  ]));
}
function find(hash) {
  const match = /^#([fc])(\d+)$/.exec(hash);
  if (!match) return null;
  const one = (match[1] === "f" ? figures : cells).get(Number(match[2]));
  return one ? { sort: match[1] === "f" ? "figure" : "cell", one, hash } : null;
}
const elementsOf = ({ sort, one }) => sort === "missing" ? [] : sort === "cell"
  ? [...document.querySelectorAll(`[data-c="${one.cell_id}"]`)]
  : [...document.querySelectorAll(`[data-f~="${one.figure_id}"]`)];

function select(found, { scroll = true } = {}) {
  current = found;
  for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
  byId("hint").hidden = Boolean(found);
  byId("judge").hidden = byId("shut").hidden = !found;
  if (!found) { byId("said").replaceChildren(); return; }
  for (const element of elementsOf(found)) {
    element.classList.add("current");
    if (scroll || element.matches("tr")) element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  const place = found.sort === "figure" ? document.querySelector(`article [data-f~="${found.one.figure_id}"]`) : elementsOf(found)[0];
  if (scroll && place) place.scrollIntoView({ block: "center", inline: "center" });
  fill(byId("said"), say(found.sort, found.one));
  const kept = keptVerdicts()[keyOf(found)];
  byId("value").value = kept?.value ?? "";
  byId("note").value = kept?.note ?? "";
  for (const field of document.querySelectorAll("[data-said]")) {
    field.value = kept?.[field.dataset.said] ?? "";
    field.closest("label").hidden = found.sort === "cell" && field.closest("label").dataset.of === "figure";
  }
  tellVerdict(kept);
  for (const button of document.querySelectorAll("[data-verdict]")) {
    const fits = button.dataset.verdict === "" || (button.dataset.verdict === "missing") === (found.sort === "missing");
    button.hidden = !fits;
  }
}

// Verdicts: one for a place and a person.
const SAID = { right: "对", wrong: "错", missing: "漏" };
function keyOf({ sort, one }) {
  return [DATA.document_id, sort, one.start ?? "", one.end ?? "", sort === "cell" ? one.cell_id : "", byId("who").value].join("|");
}
function tellVerdict(kept, problem = "") {
  byId("told").textContent = problem || (kept ? `已记：${SAID[kept.verdict]}${kept.value ? " " + kept.value : ""}` : "");
  for (const button of document.querySelectorAll("[data-verdict]")) {
    button.setAttribute("aria-pressed", String(Boolean(kept) && kept.verdict === button.dataset.verdict));
  }
}
// What is wrong besides the value, by column; a whole is written as the number of its figure, and kept as its place.
function readNamed() {
  const named = {};
  for (const field of document.querySelectorAll("[data-said]")) {
    const words = field.value.trim();
    if (!words || field.closest("label").hidden) continue;
    const name = field.dataset.said;
    const whole = name === "whole" && figures.get(Number(words.replace(/^#?f?/, "")));
    named[name] = whole ? `${whole.start}-${whole.end}` : words;
    const fits = name === "whole" ? /^(none|\d+-\d+)$/ : name.startsWith("period") ? /^(none|\d{4}-\d\d-\d\d)$/ : /./;
    if (!fits.test(named[name])) return { wrong: field };
  }
  return { named };
}
function judge(verdict) {
  if (!current) return;
  const kept = keptVerdicts();
  const key = keyOf(current);
  const { sort, one } = current;
  const stated = byId("value").value.trim().replaceAll(",", "");
  if (!byId("who").value.trim() && verdict) { tellVerdict(null, "请先写上是谁。"); byId("who").focus(); return; }
  if (stated && verdict !== "right" && !/^-?\d+(\.\d+)?$/.test(stated)) { tellVerdict(null, "应为的数须写成阿拉伯数字。"); byId("value").focus(); return; }
  const { named, wrong } = verdict === "" || verdict === "right" ? { named: {} } : readNamed();
  if (wrong) { tellVerdict(null, "日期须如 2020-12-31，所属须是数字的编号。"); wrong.focus(); return; }
  if (verdict === "") delete kept[key];
  else kept[key] = {
    document_id: DATA.document_id, kind: sort, start: one.start, end: one.end,
    cell_id: sort === "cell" ? one.cell_id : "", surface: sort === "cell" ? one.raw : one.surface, verdict,
    value: verdict === "right" ? one.value ?? "" : stated, note: byId("note").value, who: byId("who").value.trim(),
    when: new Date().toISOString().slice(0, 19) + "Z", ...named,
  };
  const isKept = keep(KEPT, kept);
  tellVerdict(kept[key], isKept ? "" : "浏览器不允许保存。");
  tellKept();
  paint();
}
function paint() {
  for (const old of document.querySelectorAll(".v-right, .v-wrong")) old.classList.remove("v-right", "v-wrong");
  for (const one of Object.values(keptVerdicts())) {
    if (one.document_id !== DATA.document_id || one.kind === "missing") continue;
    const list = one.kind === "cell" ? [cells.get(one.cell_id)] : [...figures.values()].filter((f) => f.start === one.start && f.end === one.end);
    for (const found of list.filter(Boolean)) {
      for (const element of elementsOf({ sort: one.kind, one: found })) element.classList.add(`v-${one.verdict}`);
    }
  }
}
// The selected text as a place in the document: blocks know where they begin, characters are counted from there.
function readSelection() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const block = (range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement).closest("[data-o]");
  if (!block || !block.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const surface = range.toString();
  const start = Number(block.dataset.o) + length(before.toString());
  return surface.trim() ? { sort: "missing", one: { start, end: start + length(surface), surface } } : null;
}
function markMissing() {
  const found = readSelection();
  if (found) { select(found, { scroll: false }); byId("value").focus(); }
  else byId("told").textContent = "请在一段文字之内选出漏掉的数字。";
}

// Moving
function step(by) {
  const ids = [...figures.keys()];
  if (!ids.length) return;
  const place = current?.sort === "figure" ? ids.indexOf(current.one.figure_id) + by : by > 0 ? 0 : ids.length - 1;
  go(`#f${ids[(place + ids.length) % ids.length]}`);
}
let trouble = -1;
function stepTrouble() {
  if (!troubles.length) return;
  trouble = (trouble + 1) % troubles.length;
  const element = troubles[trouble];
  go(`#${element.id || element.dataset.f?.split(" ").map((id) => `f${id}`)[0]}`);
  element.scrollIntoView({ block: "center" });
}
function go(hash) {
  select(find(hash) ?? current); // at once: a key may be pressed again before the browser tells of the new address
  location.hash = hash;
}
const KEYS = {
  j: () => step(1), k: () => step(-1), p: stepTrouble, n: () => byId("next").click(), b: () => byId("previous").click(),
  r: () => judge("right"), w: () => judge("wrong"), m: markMissing, l: () => document.body.classList.toggle("labels"),
  "?": () => byId("keys").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, dialog")) return;
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});
byId("help").addEventListener("click", KEYS["?"]);
byId("judge").addEventListener("click", (event) => {
  const button = event.target.closest("[data-verdict]");
  if (button) judge(button.dataset.verdict);
});
byId("judge").addEventListener("submit", (event) => event.preventDefault());
byId("who").addEventListener("change", () => { keep(WHO, byId("who").value.trim()); });
byId("who").value = read(WHO, "");
function shut() {
  select(null);
  history.replaceState(null, "", "#"); // the address names what is selected
}
byId("shut").addEventListener("click", shut);
document.addEventListener("click", (event) => {
  const element = event.target.closest("article a[data-f], article td[data-c], article th[data-c], #figures tr[data-f]");
  if (element && getSelection().isCollapsed && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    go(element.dataset.c ? `#c${element.dataset.c}` : `#f${element.dataset.f.split(" ")[0]}`);
  }
});
document.addEventListener("selectionchange", () => {
  const found = readSelection();
  if (found && found.one.surface.length < 60 && !document.activeElement.matches("input")) select(found, { scroll: false });
});
window.addEventListener("hashchange", () => { const found = find(location.hash); if (found && found.one !== current?.one) select(found); });

// What is under the pointer
const tip = byId("tip");
function tell(event) {
  const element = event.target.closest?.("article [data-f], article [data-c]");
  if (!element) { tip.hidden = true; return; }
  const found = element.dataset.c ? { sort: "cell", one: cells.get(Number(element.dataset.c)) } : null;
  const all = found ? [found] : element.dataset.f.split(" ").map((id) => ({ sort: "figure", one: figures.get(Number(id)) }));
  tip.replaceChildren(...all.map(({ sort, one }) => { const list = document.createElement("dl"); fill(list, say(sort, one)); return list; }));
  tip.hidden = false;
  const box = element.getBoundingClientRect();
  const below = box.bottom + 8 + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - tip.offsetHeight - 8)}px`;
}
document.addEventListener("mouseover", tell);
document.addEventListener("focusin", (event) => { if (event.target.matches("article a:focus-visible")) tell(event); });
document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true, capture: true });
document.addEventListener("keydown", (event) => { if (event.key !== "Escape" || byId("keys").open) return; if (tip.hidden) shut(); else tip.hidden = true; });

for (const details of document.querySelectorAll(".tree details, .list details")) if (innerWidth < 900) details.open = false;
paint();
const asked = find(location.hash);
if (asked) select(asked);
