"use strict";
/* Shows what the search finds. The form is hidden without this script; all else on the page works the same. */
(() => {
  const form = document.querySelector("form");
  const box = form.querySelector("input");
  const warnings = form.querySelector("ul");
  const list = form.querySelector("ol");
  const status = form.querySelector("[role=status]");
  const alarm = document.querySelector(".alarm");
  const flags = [...alarm.querySelectorAll("[data-alone]")];
  const articles = [...document.querySelectorAll("article")];
  const links = articles.map((article) => article.querySelector("h3 a"));
  const entries = articles.map((article, at) =>
    [links[at], article.querySelector("div"), article].map((part) => part.textContent));
  const title = (flag) => flag.querySelector("summary")?.textContent.trim() ?? "";
  const signs = flags.map((flag) => ({
    title: title(flag),
    alone: flag.dataset.alone,
    core: flag.dataset.core ?? "",
    titled: flag.dataset.titled ?? "",
    sayings: JSON.parse(flag.dataset.sayings ?? "[]"),
    pairs: JSON.parse(flag.dataset.pairs ?? "[]"),
  }));
  const search = searchOf(entries, JSON.parse(form.dataset.synonyms), form.dataset.common.split(" "), signs);

  /* A red flag with its whole message, in the language in which the page has it. */
  function warning(at) {
    const item = document.createElement("li");
    if (alarm.lang) item.lang = alarm.lang;
    item.append(...[...flags[at].childNodes].map((node) => node.cloneNode(true)));
    item.querySelectorAll("details").forEach((one) => { one.open = true; });
    return item;
  }

  function show() {
    const found = search(box.value);
    warnings.replaceChildren(...found.signs.map(warning));
    list.replaceChildren(...found.entries.map((at) => {
      const item = document.createElement("li");
      item.append(links[at].cloneNode(true));
      return item;
    }));
    const { found: some, none } = form.dataset;
    const said = [];
    if (found.signs.length) {
      const titles = found.signs.map((at) => title(flags[at])).filter(Boolean);
      said.push([alarm.querySelector("h2").textContent, titles.join("; ")].filter(Boolean).join(": ") + ".");
    }
    if (found.entries.length) said.push(some.replace("{count}", found.entries.length));
    status.textContent = !box.value.trim() ? "" : said.join(" ") || none;
  }

  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (warnings.children.length) warnings.focus();
    else list.querySelector("a")?.click();
  });
  form.hidden = false;
})();
