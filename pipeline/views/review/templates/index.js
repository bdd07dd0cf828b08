// The index: filters and order are computed over all reports, rows are made for those that are looked at.
const STEP = 100;
const ORDER = "gongkai.order";
const FIELDS = ["q", "agency", "year", "form", "problem", "audit"];
const outcomeOf = (one) => (one.failed ? "fail" : one.passed ? "pass" : one.open ? "open" : "none");
for (const one of DATA.documents) {
  one.hay = [one.title, one.agency, one.region, one.source, one.year, one.form].join(" ").toLowerCase();
  one.outcome = outcomeOf(one);
}
// As a Chinese reader expects them: by pinyin, and numbers in words by their size.
const READER = new Intl.Collator("zh-Hans-CN", { numeric: true });
const isBlank = (value) => value === "" || value === null;
const orderBy = (key, sign = 1) => ({ [key]: x }, { [key]: y }) =>
  isBlank(x) || isBlank(y) // last, whichever way
    ? isBlank(x) - isBlank(y)
    : sign * (typeof x === "number" ? x - y : READER.compare(x, y));
DATA.documents.sort((a, b) => orderBy("agency")(a, b) || orderBy("year")(a, b));
let order = { key: "", down: false };
let shown = [];
let made = 0;

function offer(id, values, say = (value) => value) {
  const counts = new Map();
  for (const value of values) if (value !== "" && value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const [value, count] of [...counts].sort(([a], [b]) => READER.compare(a, b))) {
    byId(id).append(new Option(`${say(value)} (${count})`, value));
  }
}
offer("agency", DATA.documents.map((one) => one.agency));
offer("year", DATA.documents.map((one) => one.year));
offer("form", DATA.documents.map((one) => one.form));
const nameOf = (code) => `${DATA.problems[code] ?? ""} ${code}`.trim();
offer("problem", DATA.documents.flatMap((one) => one.codes), nameOf);
offer("audit", DATA.documents.map((one) => one.outcome), (value) => DATA.outcomes[value]);

function choose() {
  const wanted = Object.fromEntries(FIELDS.map((id) => [id, byId(id).value]));
  const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one) =>
    (!wanted.agency || one.agency === wanted.agency) &&
    (!wanted.year || String(one.year) === wanted.year) &&
    (!wanted.form || one.form === wanted.form) &&
    (!wanted.problem || one.codes.includes(wanted.problem)) &&
    (!wanted.audit || one.outcome === wanted.audit) &&
    words.every((word) => one.hay.includes(word));
  shown = DATA.documents.filter(fits);
  if (order.key) shown.sort(orderBy(order.key, order.down ? -1 : 1));
  const state = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  if (order.key) state.set("sort", (order.down ? "-" : "") + order.key);
  keep(ORDER, state.toString());
  if (location.hash.slice(1) !== state.toString()) history.replaceState(null, "", "#" + state);
}
function show() {
  choose();
  document.querySelector("#reports tbody").replaceChildren();
  made = 0;
  showMore();
  byId("count").textContent = `${shown.length} / ${DATA.documents.length} 份`;
  for (const head of document.querySelectorAll("#reports th")) {
    const isKey = head.dataset.key === order.key;
    head.setAttribute("aria-sort", isKey ? (order.down ? "descending" : "ascending") : "none");
  }
}
function makeRow(one) {
  const row = document.createElement("tr");
  const link = Object.assign(document.createElement("a"), { href: `pages/${one.id}.html`, textContent: one.title });
  row.insertCell().append(link);
  for (const [key, label] of [["agency", ""], ["year", "年度"], ["form", "表式"], ["figures", "数字"], ["cells", "单元格"], ["problems", "问题"], ["failed", "不符"]]) {
    const cell = row.insertCell();
    cell.textContent = one[key] ?? "";
    cell.dataset.label = label;
    if (typeof one[key] === "number") cell.className = "number";
    if (one[key] && key === "failed") cell.classList.add("bad");
    if (one[key] && key === "problems") cell.title = one.codes.map(nameOf).join("、");
  }
  return row;
}
function showMore() {
  const next = shown.slice(made, made + STEP);
  document.querySelector("#reports tbody").append(...next.map(makeRow));
  made += next.length;
  byId("more").hidden = made >= shown.length;
}
// The state of the filters stands in the address; a report's page asks for the one after it or before it.
function restore() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const beside = asked.get("after") ?? asked.get("before");
  const state = beside ? new URLSearchParams(read(ORDER, "")) : asked;
  for (const id of FIELDS) byId(id).value = state.get(id) ?? "";
  const sort = state.get("sort") ?? "";
  order = { key: sort.replace(/^-/, ""), down: sort.startsWith("-") };
  show();
  if (!beside) return;
  let place = shown.findIndex((one) => one.id === beside);
  const list = place < 0 ? DATA.documents : shown;
  if (place < 0) place = list.findIndex((one) => one.id === beside);
  const target = list[place + (asked.has("after") ? 1 : -1)];
  if (place >= 0 && target) location.replace(`pages/${target.id}.html`);
}
byId("filters").addEventListener("input", show);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => { order = { key: "", down: false }; setTimeout(show); });
byId("more").addEventListener("click", showMore);
for (const button of document.querySelectorAll("#reports th button")) {
  button.addEventListener("click", () => {
    const key = button.parentElement.dataset.key;
    order = { key, down: order.key === key ? !order.down : false };
    show();
  });
}
if ("IntersectionObserver" in window) {
  new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) showMore(); }).observe(byId("more"));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/INPUT|SELECT/.test(document.activeElement.tagName)) { event.preventDefault(); byId("q").focus(); }
});
window.addEventListener("hashchange", restore);
restore();
