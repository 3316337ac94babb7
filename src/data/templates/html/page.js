"use strict";
// A table whose rows stand as JSON arrays beside it: search, filter, sort and pages, so that 20,000 rows do not freeze the page.
document.querySelectorAll("table[data-rows]").forEach(function (table) {
  var data = JSON.parse(document.getElementById(table.dataset.rows).textContent);
  var rows = data.rows, kinds = data.kinds, size = 100, page = 0, column = -1, down = false, shown = rows;
  var body = table.tBodies[0], box = table.closest("section");
  var search = box.querySelector("input[type=search]"), selects = box.querySelectorAll("select[data-column]");
  var pager = box.querySelector(".pager"), status = pager.querySelector("span"), buttons = pager.querySelectorAll("button");
  var texts = null;
  function text(i) {
    if (!texts) { texts = rows.map(function (r) { return r.map(function (c) { return Array.isArray(c) ? c[0] : c; }).join("\u0001").toLowerCase(); }); rows.forEach(function (r, i) { r.at = i; }); }
    return texts[i];
  }
  function cell(value, kind) {
    var td = document.createElement("td");
    var shownText = Array.isArray(value) ? value[0] : value;
    if (shownText === null || shownText === undefined) shownText = "";
    shownText = String(shownText);
    if (kind === "n" || kind === "d") td.className = kind;
    var cut = shownText.length > 200 ? shownText.slice(0, 200) + "…" : shownText;
    if (cut !== shownText) td.title = shownText;
    if (kind === "a") { var a = document.createElement("a"); a.href = value[1]; a.textContent = cut; td.appendChild(a); }
    else if (kind === "v") { var b = document.createElement("b"); b.className = "v-" + value[1]; b.textContent = cut; td.appendChild(b); }
    else td.textContent = cut;
    return td;
  }
  function draw() {
    var part = document.createDocumentFragment();
    shown.slice(page * size, page * size + size).forEach(function (r) {
      var tr = document.createElement("tr");
      kinds.forEach(function (k, c) { tr.appendChild(cell(r[c], k)); });
      part.appendChild(tr);
    });
    body.textContent = ""; body.appendChild(part);
    var pages = Math.max(1, Math.ceil(shown.length / size));
    status.textContent = shown.length + " / " + rows.length + " · " + (page + 1) + "/" + pages;
    buttons[0].disabled = page === 0; buttons[1].disabled = page + 1 >= pages;
  }
  function key(r) { var v = r[column]; return Array.isArray(v) ? (v.length > 2 || kinds[column] === "n" ? v[1] : v[0]) : v; }
  function apply() {
    text(0);
    var words = search ? search.value.trim().toLowerCase().split(/\s+/).filter(Boolean) : [];
    shown = rows.filter(function (r) {
      for (var s = 0; s < selects.length; s++) {
        var want = selects[s].value, v = r[+selects[s].dataset.column];
        if (want && String(Array.isArray(v) ? v[0] : v === null ? "" : v) !== want) return false;
      }
      return words.every(function (w) { return text(r.at).indexOf(w) >= 0; });
    });
    if (column >= 0) {
      var compare = new Intl.Collator("zh", { numeric: true }).compare, sign = down ? -1 : 1;
      shown.sort(function (a, b) {
        var x = key(a), y = key(b);
        if (x === null || x === "") return y === null || y === "" ? a.at - b.at : 1;
        if (y === null || y === "") return -1;
        return (typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y))) * sign || a.at - b.at;
      });
    }
    page = 0; draw();
  }
  selects.forEach(function (s) {
    var seen = {}, at = +s.dataset.column;
    rows.forEach(function (r) { var v = r[at]; v = Array.isArray(v) ? v[0] : v; if (v !== null && v !== "") seen[v] = 1; });
    Object.keys(seen).sort(new Intl.Collator("zh").compare).forEach(function (v) { var o = document.createElement("option"); o.value = o.textContent = v; s.appendChild(o); });
    s.addEventListener("change", apply);
  });
  if (search) search.addEventListener("input", apply);
  table.querySelectorAll("th").forEach(function (th, c) {
    var b = th.querySelector("button"); if (!b) return;
    b.addEventListener("click", function () {
      down = column === c ? !down : kinds[c] === "n"; column = c;
      table.querySelectorAll("th").forEach(function (o) { o.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", down ? "descending" : "ascending"); apply();
    });
  });
  buttons[0].addEventListener("click", function () { page--; draw(); });
  buttons[1].addEventListener("click", function () { page++; draw(); });
  text(0); draw();
});
