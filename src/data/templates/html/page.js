"use strict";
// Long tables: the first rows stand in the page, the others as JSON beside it (report/html/paged_table.rs). Search, filters, sorting and windows of
// rows, so that 20,000 rows do not freeze the page. A JSON cell is a text or [text, key, extra]; line breaks part its small lines.
(function () {
  var WINDOW = 100, PRINTED = 2000, FOLD = 160, HEAD = 80;
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  var tables = [];

  function setUp(table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells), kinds = heads.map(function (h) { return h.dataset.kind; });
    var body = table.tBodies[0], near = function (what) { return document.querySelector(what + '[data-for="' + table.id + '"]'); };
    var tools = table.id && near(".tools"), pager = table.id && near(".pager"), more = table.id && document.getElementById(table.id + "-data");
    var rows = Array.prototype.map.call(body.rows, function (tr, i) { return { at: i, tr: tr }; });
    if (more) {
      var packed = JSON.parse(more.textContent);
      packed.rows.forEach(function (row) { rows.push({ at: rows.length, cells: row.map(function (n) { return packed.cells[n]; }) }); });
    }
    var order = rows, shown = rows, first = 0, column = -1, down = false, texts = null, ranks = {};
    var search = tools && tools.querySelector("input"), selects = tools ? tools.querySelectorAll("select") : [];

    function parts(cell) { return (Array.isArray(cell) ? cell[0] : cell).split("\n"); }
    function whole(row) { return row.tr ? row.tr.textContent : row.cells.map(function (c) { return Array.isArray(c) ? c[0] : c; }).join(" "); }
    function main(row, c) {
      if (!row.tr) return parts(row.cells[c])[0];
      var node = row.tr.cells[c].firstChild;
      return node ? node.textContent : "";
    }
    // What a filter compares with: the main text, or in columns that are neither link nor badge the cell's extra.
    function choice(row, c) {
      if (row.tr) { var f = row.tr.cells[c].dataset.f; return f !== undefined ? f : row.tr.cells[c].textContent; }
      var extra = Array.isArray(row.cells[c]) && kinds[c] !== "a" && kinds[c] !== "v" && kinds[c] !== "f" ? row.cells[c][2] : undefined;
      return extra !== undefined ? extra : parts(row.cells[c])[0];
    }
    // A number column sorts by its key alone; any other by its key, else by its text.
    function key(row, c) {
      var k = row.tr ? row.tr.cells[c].dataset.k : Array.isArray(row.cells[c]) ? row.cells[c][1] : undefined;
      if (k !== undefined && k !== null && k !== "" && k !== "null") return isNaN(k) ? k : +k;
      if (kinds[c] === "n" || k === null || k === "null") return null;
      return main(row, c) || null;
    }
    // Texts are compared once a distinct text, rows by their rank: a collator is too slow for every comparison of 20,000 rows.
    function rank(c) {
      if (ranks[c]) return ranks[c];
      var keys = rows.map(function (r) { return key(r, c); }), seen = new Map();
      keys.forEach(function (k) { if (typeof k === "string") seen.set(k, 0); });
      if (seen.size) {
        var plain = true;
        seen.forEach(function (_, k) { if (!/^[\x20-\x7e]*$/.test(k)) plain = false; });
        Array.from(seen.keys()).sort(plain ? undefined : collator.compare).forEach(function (k, i) { seen.set(k, i); });
        // Where numbers and texts meet, numbers come first.
        keys = keys.map(function (k) { return typeof k === "string" ? 1e15 + seen.get(k) : k; });
      }
      ranks[c] = keys;
      return keys;
    }

    function fold(into, text) {
      if (text.length <= FOLD) { into.appendChild(document.createTextNode(text)); return; }
      var details = document.createElement("details"), summary = document.createElement("summary");
      details.className = "fold";
      summary.textContent = Array.from(text.slice(0, HEAD * 2)).slice(0, HEAD).join("") + "…";
      details.appendChild(summary); details.appendChild(document.createTextNode(text)); into.appendChild(details);
    }
    function draw(row) {
      if (row.tr) return row.tr;
      var tr = document.createElement("tr");
      row.cells.forEach(function (cell, c) {
        var td = document.createElement("td"), kind = kinds[c], extra = Array.isArray(cell) ? cell[2] : undefined;
        td.className = kind === "a" ? "t" : kind; td.dataset.h = heads[c].dataset.title;
        parts(cell).forEach(function (line, i) {
          var into = td;
          if (i) { into = document.createElement("small"); td.appendChild(into); }
          else if (kind === "a" && extra) { into = document.createElement("a"); into.setAttribute("href", extra); td.appendChild(into); into.textContent = line; return; }
          else if (kind === "f" && extra) {
            var labels = line.split(" ");
            extra.split("\n").forEach(function (file, j) {
              var at = file.split("\t"), a = document.createElement("a");
              a.setAttribute("href", at[0]); a.setAttribute("download", at[1] || ""); a.textContent = labels[j];
              td.appendChild(a); td.appendChild(document.createTextNode(" "));
            });
            return;
          }
          else if (kind === "v" && extra) { into = document.createElement("b"); into.className = "badge " + extra; td.appendChild(into); into.textContent = line; return; }
          fold(into, line);
        });
        tr.appendChild(td);
      });
      return tr;
    }
    function show(from, to) {
      var part = document.createDocumentFragment();
      shown.slice(from, to).forEach(function (r) { part.appendChild(draw(r)); });
      body.textContent = ""; body.appendChild(part);
    }
    function redraw() {
      show(first, first + WINDOW);
      if (!pager) return;
      var status = pager.querySelector("span"), last = Math.min(first + WINDOW, shown.length);
      status.textContent = shown.length
        ? status.dataset.text.replace("{from}", first + 1).replace("{to}", last).replace("{shown}", shown.length).replace("{all}", rows.length)
        : status.dataset.none;
      pager.hidden = rows.length <= 10;
      pager.querySelectorAll("button").forEach(function (b) {
        var back = b.dataset.go === "first" || b.dataset.go === "previous";
        // Not `disabled`: that would take the focus away from who pages by key.
        b.setAttribute("aria-disabled", back ? first === 0 : last >= shown.length);
        b.hidden = shown.length <= WINDOW;
      });
    }
    function searchable() { if (!texts) texts = rows.map(function (r) { return whole(r).toLowerCase(); }); }
    function arrange() {
      order = rows;
      if (column >= 0) {
        var keys = rank(column), sign = down ? -1 : 1;
        order = rows.slice().sort(function (a, b) {
          var x = keys[a.at], y = keys[b.at];
          // Nothing known comes last, whichever way.
          if (x === null || y === null) return (x === null) - (y === null) || a.at - b.at;
          return (x - y) * sign || a.at - b.at;
        });
      }
      apply();
    }
    function apply() {
      var words = search ? search.value.trim().toLowerCase().split(/\s+/).filter(Boolean) : [];
      if (words.length) searchable();
      shown = order.filter(function (r) {
        for (var s = 0; s < selects.length; s++) if (selects[s].value && choice(r, +selects[s].dataset.column) !== selects[s].value) return false;
        return words.every(function (w) { return texts[r.at].indexOf(w) >= 0; });
      });
      first = 0; redraw();
    }

    heads.forEach(function (th, c) {
      var button = document.createElement("button");
      button.type = "button"; button.textContent = th.dataset.title = th.textContent; th.textContent = ""; th.appendChild(button);
      button.addEventListener("click", function () {
        down = column === c ? !down : kinds[c] === "n" && c > 0; column = c;
        heads.forEach(function (o) { o.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", down ? "descending" : "ascending"); arrange();
      });
    });
    // On a phone a row becomes a card, each figure with its heading.
    rows.forEach(function (row) {
      if (row.tr) Array.prototype.forEach.call(row.tr.cells, function (td, c) { td.dataset.h = heads[c].dataset.title; });
    });
    if (pager) pager.addEventListener("click", function (e) {
      var b = e.target.closest("button");
      if (!b || b.getAttribute("aria-disabled") === "true") return;
      var end = Math.floor(Math.max(0, shown.length - 1) / WINDOW) * WINDOW;
      first = { first: 0, previous: Math.max(0, first - WINDOW), next: Math.min(end, first + WINDOW), last: end }[b.dataset.go];
      redraw();
    });
    if (tools) {
      tools.hidden = rows.length <= 10;
      selects.forEach(function (s) { s.addEventListener("change", apply); });
      search.addEventListener("input", apply);
      tools.querySelector(".reset").addEventListener("click", function () {
        search.value = ""; selects.forEach(function (s) { s.value = ""; });
        column = -1; heads.forEach(function (o) { o.removeAttribute("aria-sort"); });
        arrange(); search.focus();
      });
      // A browser fills in what stood in the fields before: what is shown must agree with it.
      if (search.value || Array.prototype.some.call(selects, function (s) { return s.value; })) apply(); else redraw();
    }
    // The first search is prepared while nobody waits for it.
    if (search && rows.length > 1000 && window.requestIdleCallback) requestIdleCallback(searchable);
    tables.push({ table: table, selects: selects, apply: apply, redraw: redraw, count: function () { return shown.length; }, show: show });
  }
  document.querySelectorAll("table.long").forEach(setUp);

  // The region's tiles filter the ranking.
  document.querySelectorAll(".tile[data-verdict]").forEach(function (tile) {
    tile.addEventListener("click", function () {
      tables.forEach(function (t) {
        if (t.table.id !== "units") return;
        t.selects.forEach(function (s) {
          var has = Array.prototype.some.call(s.options, function (o) { return o.value === tile.dataset.verdict; });
          if (s.dataset.column === "4" && has) { s.value = tile.dataset.verdict; t.apply(); }
        });
      });
    });
  });

  // On paper there are no windows: every row that the filters leave, and nothing folded.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (d) { d.open = true; });
    tables.forEach(function (t) {
      if (t.count() <= WINDOW) return;
      t.show(0, PRINTED);
      if (t.count() > PRINTED) {
        t.note = document.createElement("p"); t.note.className = "notice";
        t.note.textContent = t.table.dataset.print.replace("{value}", PRINTED);
        t.table.parentNode.parentNode.insertBefore(t.note, t.table.parentNode);
      }
    });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (d) { d.open = false; });
    tables.forEach(function (t) { if (t.count() > WINDOW) t.redraw(); if (t.note) { t.note.remove(); t.note = null; } });
  });
})();
