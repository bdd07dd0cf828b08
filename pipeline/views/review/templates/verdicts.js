"use strict";
// What both pages share: the verdicts that this browser keeps, and their file.
const DATA = JSON.parse(document.getElementById("data").textContent);
const KEPT = "gongkai.verdicts";
const COLUMNS = ["document_id", "kind", "start", "end", "cell_id", "surface", "verdict", "value", "note", "who", "when",
  "indicator", "measure", "unit", "figure_kind", "entity", "period_start", "period_end", "whole"];
const byId = (id) => document.getElementById(id);

function read(key, otherwise) {
  try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}
function keep(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
}
const keptVerdicts = () => read(KEPT, {});

// A cell that a spreadsheet would take for a formula begins with an apostrophe; a plain number is none.
function quote(value) {
  let words = value === undefined || value === null ? "" : String(value);
  if (/^[=+\-@\t\r']/.test(words) && !/^-?\d+(\.\d+)?$/.test(words)) words = "'" + words;
  return /[",\r\n]/.test(words) ? '"' + words.replaceAll('"', '""') + '"' : words;
}
function writeCsv(verdicts) {
  const lines = [COLUMNS, ...verdicts.map((row) => COLUMNS.map((name) => row[name]))];
  return "\ufeff" + lines.map((line) => line.map(quote).join(",") + "\r\n").join("");
}
function tellKept() {
  const count = Object.keys(keptVerdicts()).length;
  byId("kept").textContent = count ? `(${count})` : "";
}
byId("export").addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([writeCsv(Object.values(keptVerdicts()))], { type: "text/csv" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: "verdicts.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
});
tellKept();
